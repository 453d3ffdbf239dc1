"""The field in which someone types their personal code, and what is done with it."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from learning.enrolment import codes
from learning.enrolment.backends import login_of
from learning.enrolment.services import LinksAnAccount, confirm_code
from portal.accounts import sessions
from portal.accounts.models import User

EXAMPLE = "7K3M-Q2RT-9XBD-4FWA"

# One and the same for a wrong, unknown, expired, revoked and used code.
REFUSED = _(
    "You cannot sign in with this code. Ask your coordinator for a new one."
    " You find your coordinator's name in your invitation."
)
MISTYPED = _(
    "There is a typing error in the code: one of the letters or digits is not right."
    " Compare it with your invitation."
)
WRONG_LENGTH = ngettext_lazy(
    "There is a typing error in the code. A code has %(length)d letters and digits;"
    " you typed %(count)d.",
    "There is a typing error in the code. A code has %(length)d letters and digits;"
    " you typed %(count)d.",
    "count",
)


class CodeForm(forms.Form):
    """One field that forgives case, spaces, dashes and look-alikes, and finds typing errors."""

    code = forms.CharField(
        label=_("Personal code"),
        max_length=100,
        # "one-time-code" keeps browsers from remembering it for whoever sits here next
        widget=forms.TextInput(
            attrs={
                "class": "p-input--code",
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
                "data-code": "",
            }
        ),
        error_messages={"required": _("Type the code from your invitation.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = format_html(
            gettext(
                "You find it in your invitation, for example {example}."
                " Pasting is fine. Capitals, spaces and dashes do not matter."
            ),
            example=format_html('<span class="p-code">{}</span>', EXAMPLE),
        )

    def clean_code(self) -> codes.Code:
        typed = self.cleaned_data["code"]
        try:
            return codes.parse(typed)
        except codes.MistypedCode:
            count = len(codes.normalise(typed))
            if count == codes.LENGTH:
                raise ValidationError(MISTYPED, code="mistyped") from None
            raise ValidationError(
                WRONG_LENGTH, code="mistyped", params={"length": codes.LENGTH, "count": count}
            ) from None


class CodeLoginForm(CodeForm):
    """Signs someone in with their personal code, through allauth."""

    shared_computer = forms.BooleanField(
        label=_("This is a shared computer"),
        help_text=_("You are then signed out when you close the browser, or after ten minutes."),
        required=False,
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.person: User | None = None

    def clean(self) -> None:
        code = self.cleaned_data.get("code")
        if code is None:
            return
        try:
            self.person = get_adapter().authenticate(
                self.request, username=login_of(code.selector), code_secret=code.verifier
            )
        except LinksAnAccount as explanation:
            self.add_error("code", explanation)
            return
        if self.person is None:
            self.add_error("code", ValidationError(REFUSED, code="refused"))

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponseBase:
        """Take the person whose code it is through allauth's stages."""
        sessions.say_shared(request, self.cleaned_data["shared_computer"])
        record_authentication(request, self.person, method=sessions.PERSONAL_CODE)
        response: HttpResponseBase = perform_login(
            request, self.person, email_verification="none", redirect_url=redirect_url
        )
        return response


class ConfirmCodeForm(CodeForm):
    """Asks someone who is signed in for their code again."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_code(self) -> codes.Code:
        code = super().clean_code()
        if not confirm_code(person=self.person, code=code):
            raise ValidationError(_("This is not your code."), code="refused")
        return code
