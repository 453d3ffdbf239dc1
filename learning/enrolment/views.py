"""The two pages that ask for a personal code: to come in, and before something important changes."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import BaseReauthenticateView, LoginView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from learning.enrolment.forms import CodeLoginForm, ConfirmCodeForm
from learning.enrolment.queries import works_once
from portal.accounts import sessions
from portal.accounts.sso.organisations import sign_ins


class CodeLoginView(LoginView):
    """The first page that a visitor sees. Only a press on the button signs in."""

    template_name = "learning/enrolment/code_login.html"

    @method_decorator([login_not_required, never_cache])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Leave out allauth's limit per address: a training room is one address.

        Someone there who guesses would use it up for everyone. And allauth refuses who waits longer
        than a second for its turn to be counted, as happens when two hundred come at once.
        """
        response: HttpResponseBase = super(LoginView, self).dispatch(request, *args, **kwargs)
        return response

    def get_form_class(self) -> type[CodeLoginForm]:
        return CodeLoginForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"sign_ins": sign_ins("participants")}

    @method_decorator(sensitive_post_parameters())
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().post(request, *args, **kwargs)  # type: ignore[no-any-return]

    def form_valid(self, form: CodeLoginForm) -> HttpResponseBase:
        going_on = self.get_success_url()
        if works_once(form.cleaned_data["code"]):
            sessions.say_code_is_spent(self.request)
            query = f"?{urlencode({REDIRECT_FIELD_NAME: going_on})}" if going_on else ""
            going_on = reverse("next_time") + query
        return form.login(self.request, redirect_url=going_on)

    def form_invalid(self, form: CodeLoginForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        if form.has_error("__all__", "too_many_login_attempts"):
            response.status_code = 429
        return response


class ConfirmCodeView(BaseReauthenticateView):
    """Asks for the code again, of someone who has no password and no second factor."""

    template_name = "learning/enrolment/confirm_code.html"
    form_class = ConfirmCodeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return kwargs | {"person": self.request.user}

    @method_decorator(sensitive_post_parameters())
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().post(request, *args, **kwargs)  # type: ignore[no-any-return]

    def form_valid(self, form: ConfirmCodeForm) -> HttpResponse:
        record_authentication(
            self.request, self.request.user, sessions.PERSONAL_CODE, reauthenticated=True
        )
        return super().form_valid(form)  # type: ignore[no-any-return]
