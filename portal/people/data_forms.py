from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber

from design.forms import Choices, ManyChoices

from .enums import Channel, DataQuestion, Language
from .forms import ReachForm, language_choices
from .kept_actions import Details
from .models import Person
from .phones import link_of, written

ADDRESS = {
    "street": (_("Street"), "address-line1"),
    "house_number": (_("Number"), "off"),
    "box": (_("Box or floor"), "off"),
    "postcode": (_("Postcode"), "postal-code"),
    "city": (_("City"), "address-level2"),
}


def _address_field(name: str) -> forms.CharField:
    label, fill = ADDRESS[name]
    return forms.CharField(
        label=label,
        required=False,
        max_length=Person._meta.get_field(name).max_length,  # type: ignore[union-attr]
        widget=forms.TextInput({"autocomplete": fill, "dir": "auto"}),
    )


class KnownPhoneField(PhoneNumberField):
    """A number that we have already may stay as it is, also when nobody can call it."""

    known: PhoneNumber | None = None

    def clean(self, value: Any) -> Any:
        if self.known and link_of(str(value)) == self.known.as_e164:
            return self.known
        return super().clean(value)


class DetailsForm(ReachForm):
    phone = KnownPhoneField(
        label=_("Phone number"),
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}),
        error_messages={"invalid": _("We cannot call this number. Look at the digits again.")},
    )
    street = _address_field("street")
    house_number = _address_field("house_number")
    box = _address_field("box")
    postcode = _address_field("postcode")
    city = _address_field("city")
    language = forms.ChoiceField(label=_("Which language do you like best?"), choices=Language.choices)
    languages = forms.MultipleChoiceField(
        label=_("Which languages do you speak?"),
        required=False,
        choices=language_choices,
        widget=ManyChoices(inline=True),
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        names = ("first_name", "last_name", "email", *ADDRESS, "language")
        known: dict[str, Any] = {name: getattr(person, name) for name in names}
        known["phone"] = written(person.phone) if person.phone else ""
        known["languages"] = [each.code for each in person.spoken.all()]
        super().__init__(data, initial=known)
        setattr(self.fields["phone"], "known", person.phone or None)  # noqa: B010

    def details(self) -> Details:
        data = self.cleaned_data
        return Details(
            first_name=data["first_name"].strip(),
            last_name=data["last_name"].strip(),
            phone=str(data["phone"].as_e164) if data["phone"] else "",
            email=data["email"].lower(),
            **{name: data[name].strip() for name in ADDRESS},
            language=data["language"],
            languages=tuple(data["languages"]),
        )


class DataRequestForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is asked?"),
        choices=DataQuestion.choices,
        widget=Choices(),
        error_messages={"required": _("Choose what is asked.")},
    )
    channel = forms.ChoiceField(
        label=_("How was it asked?"),
        choices=[choice for choice in Channel.choices if choice[0] != Channel.WEB],
        widget=Choices(inline=True),
        initial=Channel.PHONE,
        error_messages={"required": _("Choose how it was asked.")},
    )
