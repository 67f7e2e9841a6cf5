from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import Choices, ManyChoices

from .enums import Channel, DataQuestion, Language
from .forms import ReachForm, language_choices
from .kept_actions import Details
from .models import Person

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


class DetailsForm(ReachForm):
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

    @classmethod
    def of(cls, person: Person) -> DetailsForm:
        names = ("first_name", "last_name", "phone", "email", *ADDRESS, "language")
        known: dict[str, Any] = {name: getattr(person, name) for name in names}
        return cls(initial={**known, "languages": [each.code for each in person.spoken.all()]})

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
