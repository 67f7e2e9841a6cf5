from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import ManyChoices
from portal.people.models import Neighbourhood, User
from portal.people.phones import gets_texts, link_of
from portal.people.roles import Role

from .team_accounts import NewColleague
from .team_rules import COLLEAGUES


class RolesForm(forms.Form):
    """What a colleague does, and where."""

    roles = forms.MultipleChoiceField(
        label=_("What this colleague does"),
        choices=[(role.value, role.label) for role in COLLEAGUES],
        widget=ManyChoices,
        required=False,
    )
    places = forms.ModelMultipleChoiceField(
        label=_("Where"),
        help_text=_("Who edits the site, or sits in the steering group, may work for all neighbourhoods."),
        queryset=Neighbourhood.objects.none(),
        widget=ManyChoices,
        required=False,
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"].queryset = by.neighbourhoods.all()  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[Role, ...]:
        return tuple(Role(name) for name in self.cleaned_data["roles"])


class ColleagueForm(RolesForm):
    first_name = forms.CharField(label=_("First name"), max_length=60)
    last_name = forms.CharField(label=_("Last name"), max_length=60)
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput({"dir": "ltr"}))
    phone = forms.CharField(
        label=_("Mobile number"),
        required=False,
        max_length=30,
        help_text=_("An e-mail address or a mobile number: the code to sign in goes there."),
        widget=forms.TextInput({"dir": "ltr", "inputmode": "tel"}),
    )
    field_order = ("first_name", "last_name", "email", "phone", "roles", "places")

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"].strip()
        if typed and not gets_texts(typed):
            raise forms.ValidationError(_("This is no mobile number. Look at it again."))
        return link_of(typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not (cleaned.get("email") or cleaned.get("phone")):
            self.add_error("email", _("Give an e-mail address or a phone number."))
        return cleaned

    def colleague(self) -> NewColleague:
        given = self.cleaned_data
        return NewColleague(
            first_name=given["first_name"],
            last_name=given["last_name"],
            email=given["email"].lower(),
            phone=given["phone"],
            roles=self.chosen,
            places=tuple(given["places"]),
        )
