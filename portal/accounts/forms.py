"""Forms of allauth that are stricter or plainer here."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.account.utils import has_verified_email
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.core.exceptions import ValidationError
from django.forms import Field
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User

PASSWORD = _("Password")
PASSWORD_AGAIN = _("The same password again")
PASSWORD_HINT = _("At least 12 characters, and not one that is easy to guess. Spaces may be in it.")

MOST_UNCHECKED = 3
"""Addresses that someone typed and did not check yet: each of them is a mail to who knows whom."""


class PlainFields:
    """Says in our own words above a field, not in a vanishing placeholder, what belongs in it."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}
    fields: dict[str, Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, field.help_text)


class PasswordLoginForm(PlainFields, LoginForm):
    """Asks for a username or e-mail address and a password."""

    labels = {"login": _("Username or e-mail address"), "password": PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class FirstPasswordForm(PlainFields, SetPasswordForm):
    """Gives someone who came in otherwise a password too."""

    labels = {"password1": PASSWORD, "password2": PASSWORD_AGAIN}
    hints = {"password1": PASSWORD_HINT}


class OtherPasswordForm(PlainFields, ChangePasswordForm):
    """Puts another password in the place of the present one."""

    labels = {
        "oldpassword": _("Your password now"),
        "password1": _("New password"),
        "password2": PASSWORD_AGAIN,
    }
    hints = {"password1": PASSWORD_HINT}


class ForgottenPasswordForm(PlainFields, ResetPasswordForm):
    """Asks where to mail the link that makes a new password possible."""

    labels = {"email": _("E-mail address")}


class PasswordFromMailForm(PlainFields, ResetPasswordKeyForm):
    """Asks for the new password of someone who came by that link."""

    labels = {"password1": _("New password"), "password2": PASSWORD_AGAIN}
    hints = {"password1": PASSWORD_HINT}


class NewAddressForm(PlainFields, AddEmailForm):
    """Takes an e-mail address; a link that is mailed there must be pressed before it counts."""

    labels = {"email": _("E-mail address")}

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if self.user.emailaddress_set.filter(verified=False).count() >= MOST_UNCHECKED:
            raise ValidationError(
                _("First press the link in a mail that we sent you, or remove an address.")
            )
        return email


class LoginCodeForm(PlainFields, RequestLoginCodeForm):
    """Sends a sign-in code to checked addresses only: a mistyped one is somebody else's."""

    labels = {"email": _("E-mail address")}

    _user: User | None

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if self._user and not has_verified_email(self._user, email):
            self._user = None
        return email


class AddAppForm(PlainFields, ActivateTOTPForm):
    """Asks for the first six digits of the app that someone adds."""

    labels = {"code": _("The six digits in your app")}


class AddPasskeyForm(AddWebAuthnForm):
    """Proposes a passkey that signs in by itself: a key that only adds to a used code is no use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("So that you recognise it, for example: my phone.")
        passwordless = self.fields["passwordless"]
        passwordless.initial = True
        passwordless.label = _("Let me sign in with only this passkey")
        passwordless.help_text = _("Your phone or computer asks for your fingerprint, face or PIN.")
