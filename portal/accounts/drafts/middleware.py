"""A form that was sent has no draft any more, whichever view received it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.accounts.drafts.rescue import version_in
from portal.accounts.drafts.services import DraftRefused, drop_draft
from portal.accounts.models import User


class SentDraftsMiddleware:
    """Lets go of the draft of a form that was accepted.

    The form says which draft it holds in hidden fields (``components/autosave.html``). Accepted is
    what answers with a redirect; a part of a page that is sent by script answers with 2xx.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and isinstance(request.user, User):
            key = request.POST.get("draft")
            if key and _is_accepted(request, response):
                _drop(request, request.user, key)
        return response


def _is_accepted(request: HttpRequest, response: HttpResponse) -> bool:
    is_part = "X-Part" in request.headers and 200 <= response.status_code < 300
    return is_part or response.status_code in {302, 303}


def _drop(request: HttpRequest, person: User, key: str) -> None:
    hand = request.POST.get("draft_hand", "")
    try:
        drop_draft(person=person, key=key, version=version_in(request.POST), hand=hand)
    except DraftRefused:
        return  # nothing of ours: a field that happens to have the same name
