"""A participant links the account of their organisation, once, with their personal code."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from learning.enrolment import codes
from learning.enrolment.backends import AccessCodeBackend, login_of
from learning.enrolment.forms import REFUSED, CodeForm
from learning.enrolment.services import redeem_code
from portal.accounts.models import User
from portal.accounts.sso import flow, identities
from portal.accounts.sso.organisations import SignIn, sign_in
from portal.accounts.sso.services import link_identity


class LinkingCodeBackend(AccessCodeBackend):
    """Asks whose code this is, to link an account of the organisation that it belongs to.

    allauth counts what fails per code, as it does where a code signs in.
    """

    def authenticate(  # type: ignore[override]
        self,
        request: HttpRequest | None,
        username: str,
        linking_secret: str,
        organisation: str,
    ) -> User | None:
        code = codes.Code(username.removeprefix(login_of("")), linking_secret)
        return redeem_code(code=code, linking_for=organisation)


class LinkForm(CodeForm):
    """Asks for the code of who says: that account is mine."""

    def __init__(self, *args: Any, request: HttpRequest, organisation: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.organisation = request, organisation
        self.person: User | None = None

    def clean(self) -> None:
        code = self.cleaned_data.get("code")
        if code is None:
            return
        self.person = get_adapter().authenticate(
            self.request,
            username=login_of(code.selector),
            linking_secret=code.verifier,
            organisation=self.organisation,
        )
        if self.person is None:
            self.add_error("code", ValidationError(REFUSED, code="refused"))


@method_decorator([never_cache, login_not_required, sensitive_post_parameters()], name="dispatch")
class LinkView(FormView[LinkForm]):
    """Says which account came in, and asks whose it is. Who works here goes on to the password."""

    template_name = "learning/enrolment/link.html"
    form_class = LinkForm
    identity: identities.Identity
    organisation: SignIn

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        identity = identities.kept(request)
        organisation = sign_in(identity.provider_id) if identity else None
        if identity is None or organisation is None or identity.is_linked():
            messages.info(request, _("That took too long. Start again."))
            return redirect("code_login")
        if isinstance(request.user, User):
            return redirect("sso_confirm" if request.user.needs_second_factor else "home")
        self.identity, self.organisation = identity, organisation
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {"request": self.request, "organisation": self.organisation.organisation}
        return super().get_form_kwargs() | own

    def form_valid(self, form: LinkForm) -> HttpResponseBase:  # type: ignore[override]
        assert form.person  # noqa: S101 - or the form would not be valid
        identities.forget(self.request)
        login = link_identity(request=self.request, identity=self.identity, person=form.person)
        return flow.sign_in_as(self.request, login)

    def form_invalid(self, form: LinkForm) -> HttpResponse:
        response = super().form_invalid(form)
        if form.has_error("__all__", "too_many_login_attempts"):
            response.status_code = 429
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"identity": self.identity, "organisation": self.organisation}
        return super().get_context_data(**kwargs) | shown
