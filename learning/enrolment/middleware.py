"""Puts the entitlements on the request, unread until a view asks for them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from learning.enrolment.access import NOBODY, Entitlements, entitlements, entitlements_of
from learning.enrolment.groups import keep_in_step
from learning.enrolment.policies import remember_programmes


class EntitlementsMiddleware:
    """``request.entitlements``, fresh at each request so that an ended enrolment counts at once.

    In the CMS, where rights are those of groups, the groups are brought in step first: before any
    permission is asked for, because Django remembers the answer for the rest of the request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def read() -> Entitlements:
            return entitlements_of(request.user) if request.user.is_authenticated else NOBODY

        request.entitlements = SimpleLazyObject(read)  # type: ignore[attr-defined]
        if request.path.startswith(reverse("wagtailadmin_home")) and _has_groups(request):
            keep_in_step(entitlements(request))
            remember_programmes(entitlements(request))
        return self.get_response(request)


def _has_groups(request: HttpRequest) -> bool:
    """Whether this is someone whose rights in the CMS come from enrolments."""
    return bool(getattr(request.user, "is_staff", False)) and not request.user.is_superuser
