"""Puts the entitlements on the request, unread until a view asks for them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from learning.enrolment.access import NOBODY, Entitlements, entitlements_of


class EntitlementsMiddleware:
    """``request.entitlements``, fresh at each request so that an ended enrolment counts at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def read() -> Entitlements:
            return entitlements_of(request.user) if request.user.is_authenticated else NOBODY

        request.entitlements = SimpleLazyObject(read)  # type: ignore[attr-defined]
        return self.get_response(request)
