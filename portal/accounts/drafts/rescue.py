"""Keeps what someone typed when their session ended before they pressed the button.

A form that arrives after the session ended is put aside in the visitor's new session, text fields
only, and given back once to the same person after they signed in again. Who that is follows from a
signed cookie that is set at every sign-in: without it nothing is kept.

A view offers the text again by adding one line to its form's initial data::

    form = TopicForm(initial=rescued_initial(request))
"""

import re
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User

_COOKIE = "last_person"
_SALT = "portal.accounts.drafts"
_KEY = "rescued_post"
_LIVES = 60 * 60
_LARGEST = 64 * 1024
_NEVER_KEPT = re.compile(r"^next$|passw|code|secret|token|credential", re.IGNORECASE)


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
    page = _page_of_form(request)
    try:
        person_pk = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT)
    except signing.BadSignature:
        return page
    fields = {name: values for name, values in request.POST.lists() if not _NEVER_KEPT.search(name)}
    if fields and sum(len(value) for values in fields.values() for value in values) <= _LARGEST:
        request.session[_KEY] = {
            "person": person_pk,
            "action": request.path,
            "fields": fields,
            "at": time.time(),
        }
        request.session.set_expiry(_LIVES)
    return page


def rescued_initial(request: HttpRequest, action: str = "", *, prefix: str = "") -> dict[str, str]:
    """What this person typed into the form at ``action`` (this page itself when empty), once.

    Meant for a form's ``initial``; empty when nothing was put aside. The person is told.
    """
    kept = request.session.get(_KEY)
    if request.method != "GET" or not kept or kept["action"] != (action or request.path):
        return {}
    del request.session[_KEY]
    if kept["person"] != request.user.pk or time.time() - kept["at"] > _LIVES:
        return {}
    messages.info(
        request,
        _("You were signed out before this was sent. What you typed is still here: send it again."),
    )
    start = f"{prefix}-" if prefix else ""
    return {
        name.removeprefix(start): values[-1]
        for name, values in kept["fields"].items()
        if name.startswith(start)
    }


def forget_others(request: HttpRequest, person: User) -> None:
    """Drop what someone else put aside in this browser, now that this person signed in."""
    if request.session.get(_KEY, {}).get("person", person.pk) != person.pk:
        del request.session[_KEY]


def _page_of_form(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        parts = urlsplit(referer)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.get_full_path()
