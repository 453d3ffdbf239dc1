"""Where windows keep what is typed: ``/concepten/``. A person reaches only drafts of their own."""

from __future__ import annotations

import json
from typing import Any, cast

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.drafts import services
from portal.accounts.drafts.offering import mark_of
from portal.accounts.drafts.rescue import page_of_form
from portal.accounts.models import Draft, User

_BIGGEST_NUMBER = 2**31


@require_http_methods(["GET", "POST"])
def drafts(request: HttpRequest) -> HttpResponse:
    """Tell a window how its draft stands, keep what it typed, or let go of it."""
    person = cast(User, request.user)
    if request.method == "GET":
        draft = services.draft_of(person=person, key=request.GET.get("key", "")[:100])
        state = {"person": mark_of(person), "token": get_token(request), "draft": _told(draft)}
        return JsonResponse(state)
    if request.content_type != "application/json":
        return _drop_by_button(request, person)
    if not ratelimit.consume(request, action="save_draft"):
        return JsonResponse({}, status=429)
    try:
        return _save(person, _Asked(request))
    except services.DraftRefused:
        return JsonResponse({}, status=400)


class _Asked:
    """What a script sent; raises DraftRefused where it is not what our script sends."""

    def __init__(self, request: HttpRequest) -> None:
        try:
            self._sent = json.loads(request.body)
        except (ValueError, RecursionError, RequestDataTooBig):
            raise services.DraftRefused from None
        if not isinstance(self._sent, dict):
            raise services.DraftRefused
        self.person = self._get("person", str)
        self.key = self._get("key", str)
        self.hand = self._get("hand", str)
        self.base = self._get("base", int)
        self.is_dropped = "fields" not in self._sent
        self.fields = {} if self.is_dropped else self._get("fields", dict)
        if not 0 <= self.base < _BIGGEST_NUMBER:
            raise services.DraftRefused

    def _get(self, name: str, kind: type) -> Any:
        value = self._sent.get(name)
        if type(value) is not kind:
            raise services.DraftRefused
        return value


def _save(person: User, asked: _Asked) -> HttpResponse:
    if asked.person != mark_of(person):
        # Somebody else signed in meanwhile: what this window holds is not theirs.
        return JsonResponse({}, status=403)
    if asked.is_dropped:
        services.drop_draft(person=person, key=asked.key, version=asked.base)
        return JsonResponse({"version": 0})
    try:
        draft = services.save_draft(
            person=person, key=asked.key, fields=asked.fields, base=asked.base, hand=asked.hand
        )
    except services.DraftConflict as conflict:
        return JsonResponse({"draft": _told(conflict.theirs)}, status=409)
    except services.DraftSent:
        return HttpResponse(status=204)  # there is nothing left to keep, and nothing went wrong
    return JsonResponse({"version": draft.version, "at": draft.changed_at})


def _drop_by_button(request: HttpRequest, person: User) -> HttpResponse:
    """Let go of a draft without script: the button's value is the version and the key."""
    version, _space, key = request.POST.get("drop", "").partition(" ")
    if version.isascii() and version.isdecimal() and len(version) < 10:
        try:
            services.drop_draft(person=person, key=key, version=int(version))
        except services.DraftRefused:
            return redirect("home")
        messages.success(request, _("The draft is gone."))
    return redirect("home" if request.path == (page := page_of_form(request)) else page)


def _told(draft: Draft | None) -> dict[str, Any] | None:
    if draft is None:
        return None
    return {"version": draft.version, "at": draft.changed_at, "fields": draft.fields}
