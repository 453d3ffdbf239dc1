"""Keeps a form that arrives after its writer's session ended.

It is put aside in the visitor's new session, text fields only, and becomes a draft when the same
person signs in again; the form shows it then. Who that is follows from a signed cookie that is set
at every sign-in: without it nothing is kept. Only forms that say which draft they hold are kept.
"""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from portal.accounts.drafts.services import (
    DraftConflict,
    DraftRefused,
    DraftSent,
    check_fields,
    save_draft,
)
from portal.accounts.models import User

NAMES = frozenset({"draft", "draft_version", "draft_hand", "csrfmiddlewaretoken"})
"""Fields of such a form that are not what someone typed."""

_COOKIE = "last_person"
_SALT = "portal.accounts.drafts"
_KEY = "rescued_post"
_LIVES = 60 * 60


def remember_person(response: HttpResponseBase, person: User) -> None:
    """Let the browser know, until it is closed, who signed in last."""
    response.set_cookie(
        _COOKIE,
        signing.dumps(person.pk, salt=_SALT),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def rescue_post(request: HttpRequest) -> str:
    """Put aside the form in this request, and say at which page its writer should continue.

    That is the page they typed on, where the browser tells which that was.
    """
    page = page_of_form(request)
    try:
        person_pk = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT)
        fields = check_fields(_fields(request.POST))
    except (signing.BadSignature, DraftRefused):
        return page
    if fields and request.POST.get("draft"):
        request.session[_KEY] = {
            "person": person_pk,
            "key": request.POST["draft"],
            "base": version_in(request.POST),
            "hand": request.POST.get("draft_hand", ""),
            "fields": fields,
            "at": time.time(),
        }
        request.session.set_expiry(_LIVES)
    return page


def keep_rescued(request: HttpRequest, person: User) -> None:
    """Make a draft of what was put aside, now that this person signed in; drop somebody else's.

    The key stays in the session, so that the form shows it at once. Where the person kept another
    text meanwhile, on another device, the form shows this one and offers that one.
    """
    aside = request.session.get(_KEY)
    if aside is None:
        return
    if aside["person"] != person.pk or time.time() - aside["at"] > _LIVES:
        del request.session[_KEY]
        return
    typed = {name: aside[name] for name in ("key", "fields", "base", "hand")}
    try:
        save_draft(person=person, **typed)
    except DraftConflict:
        request.session[_KEY] = aside | {"in_conflict": True}
    except (DraftRefused, DraftSent):
        del request.session[_KEY]


def take_rescued(request: HttpRequest, key: str) -> tuple[dict[str, str], bool]:
    """What was put aside of this form, once, and whether it is this person's draft by now."""
    aside = request.session.get(_KEY)
    if request.method != "GET" or not aside or aside["key"] != key:
        return {}, False
    del request.session[_KEY]
    return aside["fields"], not aside.get("in_conflict")


def version_in(post: QueryDict) -> int:
    """The version of a draft that a form says it builds on."""
    text = post.get("draft_version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def page_of_form(request: HttpRequest) -> str:
    """The page on which a form was sent, as far as the browser says so."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        parts = urlsplit(referer)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.get_full_path()


def _fields(post: QueryDict) -> dict[str, str]:
    return {name: values[-1] for name, values in post.lists() if values and name not in NAMES}
