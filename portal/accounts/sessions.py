"""What the server knows of a session: how it was opened, how long ago, and what that allows.

How someone proved who they are is read from allauth's authentication records, which live in the
session. Our own stamps (when it began, when it was last used) stand beside them. Nothing here asks
the database: the policy costs a request no query.
"""

import time
from enum import Enum, auto

from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from portal.accounts.models import User

PERSONAL_CODE = "personal_code"
"""The method that allauth's record names for a sign-in with a personal code."""
SECOND_FACTOR = "mfa"
ORGANISATION = "socialaccount"
"""The same for an account of the person's organisation."""

_BEGAN, _SEEN, _SHARED = "began_at", "seen_at", "shared_computer"
_SPENT = "code_is_spent"
_SEEN_PRECISION = 60  # a session is written at most once a minute


class Verdict(Enum):
    """Whether a session may go on, and why not."""

    GOOD = auto()
    UNRECORDED = auto()
    """Nobody proved anything to allauth: the session came in by a side door."""
    CODE_OF_STAFF = auto()
    """Opened with a personal code by someone who needs a second factor."""
    IDLE = auto()
    TOO_OLD = auto()


def say_shared(request: HttpRequest, shared: bool) -> None:
    """Note, while someone signs in, whether others use this computer too."""
    request.session[_SHARED] = shared


def is_on_shared_computer(request: HttpRequest) -> bool:
    """Whether someone said at the sign-in that others use this computer too."""
    return bool(request.session.get(_SHARED))


def say_code_is_spent(request: HttpRequest) -> None:
    """Note, while someone signs in, that the code that opens this session will not open another."""
    request.session[_SPENT] = True


def has_spent_code(request: HttpRequest) -> bool:
    """Whether this session was opened with a code that worked once."""
    return bool(request.session.get(_SPENT))


def begin(request: HttpRequest, person: AbstractBaseUser) -> None:
    """Stamp a session that was just opened, and let one opened by code end with its own limit."""
    request.session[_BEGAN] = request.session[_SEEN] = time.time()
    lives = None  # as the settings say
    if opened_with_code(request, person):
        lives = 0 if request.session.get(_SHARED) else settings.CODE_SESSION_ABSOLUTE_SECONDS
    request.session.set_expiry(lives)


def methods_of(request: HttpRequest, person: AbstractBaseUser) -> set[str]:
    """The ways in which this person proved who they are in this session."""
    return {record["method"] for record in get_authentication_records(request, person)}


def methods_in(session: SessionBase) -> set[str]:
    """The same of a session that is not this request's."""
    return {record["method"] for record in session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])}


def opened_with_code(request: HttpRequest, person: AbstractBaseUser) -> bool:
    """Whether a personal code opened this session."""
    return PERSONAL_CODE in methods_of(request, person)


def has_second_factor(request: HttpRequest, person: AbstractBaseUser) -> bool:
    """Whether this session was opened with an app, a passkey or a recovery code."""
    return SECOND_FACTOR in methods_of(request, person)


def has_fresh_proof(request: HttpRequest, person: AbstractBaseUser) -> bool:
    """Whether this person proved who they are a few minutes ago, in whatever way."""
    records = get_authentication_records(request, person)
    newest = max((record["at"] for record in records), default=0.0)
    return time.time() - newest < settings.FRESH_PROOF_SECONDS


def judge(request: HttpRequest, person: User) -> Verdict:
    """Whether the session of a signed-in person may go on."""
    methods = methods_of(request, person)
    if not methods:
        return Verdict.UNRECORDED
    by_code = PERSONAL_CODE in methods
    if by_code and person.needs_second_factor:
        return Verdict.CODE_OF_STAFF
    now = time.time()
    lives = settings.CODE_SESSION_ABSOLUTE_SECONDS if by_code else settings.SESSION_COOKIE_AGE
    if now - request.session.get(_BEGAN, 0) > lives:
        return Verdict.TOO_OLD
    shared = request.session.get(_SHARED)
    idle = settings.SHARED_SESSION_IDLE_SECONDS if shared else settings.CODE_SESSION_IDLE_SECONDS
    if by_code and now - request.session.get(_SEEN, 0) > idle:
        return Verdict.IDLE
    return Verdict.GOOD


def mark_seen(request: HttpRequest) -> None:
    """Note that the session is in use, without writing it at every request."""
    now = time.time()
    if now - request.session.get(_SEEN, 0) > _SEEN_PRECISION:
        request.session[_SEEN] = now
