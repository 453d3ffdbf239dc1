"""Forms to invite someone, and to make the account of who accepts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.enrolment.access import staff_roles_given_by
from learning.enrolment.inviting.models import Invitation
from learning.enrolment.inviting.services import (
    InvitationClosed,
    InvitationError,
    accept_with_new_account,
    invite,
)
from learning.enrolment.models import Role
from learning.enrolment.office.forms import offer_roles
from learning.programmes.models import Programme
from portal.accounts.forms import PASSWORD, PASSWORD_AGAIN, PASSWORD_HINT
from portal.accounts.models import User, check_is_one_line
from portal.accounts.services import AccountError
from portal.ui.viewsets import ScopedForm


class InviteForm(ScopedForm):
    """Who is invited, and in which role. It says nothing of whether the address has an account."""

    class Meta(ScopedForm.Meta):
        model = Invitation
        fields = ["first_name", "last_name", "email", "role"]
        help_texts = {
            "last_name": _("With particles: “van der Berg”."),
            "email": _("The link goes there. It works for two weeks."),
        }

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        for name in ("first_name", "last_name", "email"):
            self.fields[name].required = True
            self.fields[name].validators.append(check_is_one_line)
        offer_roles(self.fields["role"], staff_roles_given_by(self.for_user))

    def _post_clean(self) -> None:
        """Leave the row alone: the service checks and writes it."""

    def save(self, by: User) -> Invitation:
        asked = self.cleaned_data | {"role": Role(self.cleaned_data["role"])}
        return invite(programme=self.programme, by=by, **asked)


class NewAccountForm(forms.Form):
    """A username and a password, of the person's own choosing."""

    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        help_text=_("You sign in with it, or with your e-mail address."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=PASSWORD,
        help_text=PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=PASSWORD_AGAIN,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", _("The two passwords are not the same."))
        return cleaned

    def save(self, token_hash: str) -> User | None:
        """Make the account; None where that cannot be, with the reason beside its field.

        Raises InvitationClosed where the link was used in the meantime.
        """
        try:
            return accept_with_new_account(
                token_hash=token_hash,
                username=self.cleaned_data["username"],
                password=self.cleaned_data["password"],
            )
        except InvitationClosed:
            raise
        except InvitationError as error:
            self.add_error(None, error)
        except AccountError as error:
            for name, messages in error.message_dict.items():
                self.add_error(name if name in self.fields else None, messages)
        return None
