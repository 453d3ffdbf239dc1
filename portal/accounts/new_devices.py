"""Notice when someone signs in on a device where they were not before, and mail them about it.

A browser remembers who signed in on it, in a signed cookie that names nobody. On a computer that is
shared nothing is remembered.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django_tasks import task

from portal.accounts import sessions
from portal.accounts.devices import describe_device
from portal.accounts.models import User
from portal.accounts.notices import addresses_of, mail_notice

_COOKIE = "known_here"
_SALT = "portal.accounts.new_devices"
_KEPT = 365 * 24 * 60 * 60
_MOST = 5


def note_device(request: HttpRequest, response: HttpResponseBase, person: User) -> None:
    """Remember that someone was here; mail them if they were not before and want to know.

    Who has no address costs nothing; the mail itself is made and sent by the worker.
    """
    mark = salted_hmac(_SALT, str(person.pk)).hexdigest()[:16]
    known = _known_in(request)
    if not sessions.is_on_shared_computer(request):
        _remember(response, [mark, *(other for other in known if other != mark)][:_MOST])
    if mark not in known and person.email and person.mail_on_new_device:
        mail_about_device.enqueue(
            person.pk, request.headers.get("User-Agent", ""), timezone.now().isoformat()
        )


def _known_in(request: HttpRequest) -> list[str]:
    try:
        return list(signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT))
    except (signing.BadSignature, TypeError):
        return []


def _remember(response: HttpResponseBase, marks: list[str]) -> None:
    response.set_cookie(
        _COOKIE,
        signing.dumps(marks, salt=_SALT),
        max_age=_KEPT,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


@task()
def mail_about_device(person_pk: int, user_agent: str, at: str) -> None:
    """Mail someone, in their language, where and when they signed in; only to checked addresses."""
    person = User.objects.get(pk=person_pk)
    with translation.override(person.language):
        device = describe_device(user_agent)
    mail_notice(
        "account/email/new_device",
        person,
        addresses_of(person),
        device=device,
        at=datetime.fromisoformat(at),
    )
