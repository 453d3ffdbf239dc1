"""Where an invitation leads: look at it, sign in or make an account, and accept.

Opening the link changes nothing, because programs that check mail open it too. It puts the hash of
the token in the visitor's session and goes on to an address without it, so that no page, form or
history holds it. It stands behind a question mark, where neither Django's log nor that of the
portal's own server looks.
"""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from learning.enrolment.inviting.forms import NewAccountForm
from learning.enrolment.inviting.models import LINK_PARAMETER
from learning.enrolment.inviting.queries import (
    account_with_address,
    can_sign_in_as_staff,
    find_open,
    find_open_by_hash,
)
from learning.enrolment.inviting.services import InvitationClosed, InvitationError, accept
from learning.enrolment.services import EnrolmentError
from portal.accounts.models import User

_KEY = "invitation"


@method_decorator([login_not_required, never_cache, sensitive_post_parameters()], name="dispatch")
class InvitationView(View):
    """The invitation itself: for a visitor a new account or the way in, else a button to accept."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method in {"GET", "HEAD"} and LINK_PARAMETER in request.GET:
            return self.follow_link(request.GET[LINK_PARAMETER])
        found = find_open_by_hash(request.session.get(_KEY, ""))
        if found is None:
            return self.closed()
        self.invitation = found
        try:
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
            return response
        except InvitationClosed:
            return self.closed()

    def follow_link(self, token: str) -> HttpResponse:
        """Unknown, expired, used and withdrawn go on to the same page."""
        found = find_open(token)
        if found:
            self.request.session[_KEY] = found.token_hash
        else:
            self.request.session.pop(_KEY, None)
        response = redirect("invitation")
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(NewAccountForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        if not ratelimit.consume(request, action="accept_invitation"):
            refusal: HttpResponse = ratelimit.respond_429(request)
            return refusal
        if request.user.is_authenticated:
            return self.accept_as(request.user)
        return self.make_account()

    def accept_as(self, person: User) -> HttpResponse:
        try:
            enrolment = accept(token_hash=self.invitation.token_hash, person=person)
        except (InvitationError, EnrolmentError) as error:
            if isinstance(error, InvitationClosed):
                raise
            messages.error(self.request, " ".join(error.messages))
            return self.show(None)
        self.request.session.pop(_KEY, None)
        said = {"programme": enrolment.programme, "role": enrolment.get_role_display()}
        messages.success(self.request, _("You now work with %(programme)s: %(role)s.") % said)
        return redirect("home")

    def make_account(self) -> HttpResponseBase:
        form = NewAccountForm(self.request.POST)
        person = form.save(self.invitation.token_hash) if form.is_valid() else None
        if person is None:
            return self.show(form)
        self.request.session.pop(_KEY, None)
        record_authentication(self.request, person, method="password", username=person.username)
        response: HttpResponseBase = perform_login(
            self.request, person, email_verification="none", redirect_url=reverse("home")
        )
        return response

    def show(self, form: NewAccountForm | None) -> HttpResponse:
        known = account_with_address(self.invitation.email)
        person = self.request.user if self.request.user.is_authenticated else None
        door = "code_login" if known and not known.needs_second_factor else "account_login"
        going_on = urlencode({REDIRECT_FIELD_NAME: reverse("invitation")})
        context = {
            "invitation": self.invitation,
            "form": form,
            "is_known": known is not None,
            "sign_in_url": f"{reverse(door)}?{going_on}",
            "comes_in_with_code": person and not person.needs_second_factor,
            "needs_password": person and not can_sign_in_as_staff(person),
        }
        return render(self.request, "learning/enrolment/inviting/invitation.html", context)

    def closed(self) -> HttpResponse:
        return render(self.request, "learning/enrolment/inviting/closed.html", status=404)
