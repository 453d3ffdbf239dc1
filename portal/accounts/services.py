"""Make people, give them what they sign in with, and end sessions."""

from datetime import timedelta
from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import encrypt
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.accounts import notices, sessions
from portal.accounts.models import User, check_is_one_line

RENAMED = "person.renamed"
UNCHECKED_IS_KEPT = timedelta(days=7)
_NEWEST_ADDRESS = "newest-address-%s"
_WEEK_AND_A_BIT = 10 * 24 * 60 * 60


class AccountError(ValidationError):
    """A person cannot be made as asked; the message says why, by field."""


@transaction.atomic
def create_participant(*, first_name: str, last_name: str, email: str = "") -> User:
    """Make a person who comes in with a personal code and knows no username or password."""
    person = User(
        username=User.random_username(), first_name=first_name, last_name=last_name, email=email
    )
    person.set_unusable_password()
    return _checked(person)


@transaction.atomic
def create_staff(
    *,
    username: str,
    first_name: str,
    last_name: str,
    password: str,
    email: str = "",
    is_administrator: bool = False,
) -> User:
    """Make a person who signs in with a password and a second factor.

    Raises AccountError where the username is taken or the password is weak.
    """
    person = User(
        username=username,
        first_name=first_name,
        last_name=last_name,
        email=email,
        is_staff=True,
        is_superuser=is_administrator,
    )
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise AccountError({"password": error.messages}) from error
    person.set_password(password)
    _checked(person)
    if email:
        EmailAddress.objects.create(user=person, email=email, primary=True, verified=True)
    return person


@transaction.atomic
def set_second_factor(*, person: User, totp_secret: str, recovery_seed: str) -> None:
    """Give someone the second factor that people otherwise set up at their first sign-in.

    Raises IntegrityError where the person has one already.
    """
    TOTP.activate(person, totp_secret)
    Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"seed": encrypt(recovery_seed), "used_mask": 0},
    )


@transaction.atomic
def rename_person(*, person: User, first_name: str, last_name: str, by: User | None = None) -> User:
    """Correct the name of a participant. The log says who did it, and neither of the names.

    Raises AccountError for who works here: their account is for administrators.
    """
    renamed = User.objects.select_for_update().get(pk=person.pk)
    if renamed.needs_second_factor:
        raise AccountError(_("An administrator changes the name of who works here."))
    if (renamed.first_name, renamed.last_name) == (first_name, last_name):
        return renamed
    renamed.first_name, renamed.last_name = first_name, last_name
    _checked(renamed)
    log(renamed, RENAMED, user=by, title=str(User._meta.verbose_name))
    return renamed


@transaction.atomic
def change_address(*, person: User, email: str, by: User) -> User:
    """Give a participant another e-mail address than the office knew; the old and the new hear of it.

    Raises AccountError for who works here, and for who chose an address themselves.
    """
    changed = User.objects.select_for_update().get(pk=person.pk)
    if changed.email == email:
        return changed
    if changed.needs_second_factor:
        raise AccountError(_("An administrator changes the name of who works here."))
    if EmailAddress.objects.filter(user=changed, verified=True).exists():
        raise AccountError({"email": _("Who chose an address of their own keeps it.")})
    before, changed.email = changed.email, email
    _checked(changed)
    notices.tell_of_address_given(
        person=changed, addresses=[each for each in (before, email) if each], by=by
    )
    return changed


@transaction.atomic
def mark_as_staff(*, person: User) -> None:
    """From now on this person needs a password and a second factor.

    Sessions that a code or an account of the organisation opened end. That account was linked by a
    code: it has to be linked again, by who has the second factor.
    """
    if person.is_staff:
        return
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    _end_sessions(person, {sessions.PERSONAL_CODE, sessions.ORGANISATION})
    SocialAccount.objects.filter(user=person).delete()


@transaction.atomic
def note_session(*, person: User, session_key: str, ip: str, user_agent: str) -> None:
    """Keep where someone has just signed in, and forget where they no longer are.

    It takes three statements, however often this person came before.
    """
    theirs = UserSession.objects.filter(user=person)
    Session.objects.filter(
        session_key__in=theirs.values("session_key"), expire_date__lt=timezone.now()
    ).delete()
    theirs.exclude(Exists(Session.objects.filter(session_key=OuterRef("session_key")))).delete()
    longest = UserSession._meta.get_field("user_agent").max_length
    UserSession.objects.create(
        user=person, session_key=session_key, ip=ip, user_agent=user_agent[:longest]
    )


@transaction.atomic
def forget_ended_sessions() -> int:
    """Remove the sessions that ended by themselves, and from where those were; says how many."""
    ended, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.exclude(Exists(alive)).delete()
    return ended


@transaction.atomic
def forget_unchecked_addresses() -> int:
    """Remove e-mail addresses that were typed a week ago and never checked; says how many.

    Nothing says when an address was added. So each day the newest of that day is remembered, by its
    number, and what is not newer than that of a week ago goes.
    """
    today = timezone.localdate()
    newest = EmailAddress.objects.aggregate(newest=Max("pk"))["newest"] or 0
    cache.set(_NEWEST_ADDRESS % today, newest, timeout=_WEEK_AND_A_BIT)
    week_ago = cache.get(_NEWEST_ADDRESS % (today - UNCHECKED_IS_KEPT), 0)
    unchecked = EmailAddress.objects.filter(verified=False, pk__lte=week_ago)
    return int(unchecked.delete()[0])


def end_code_sessions(*, person: User) -> int:
    """End the sessions that a personal code opened for someone; says how many those were.

    Sessions opened otherwise go on. It runs inside the transaction that makes the code worthless:
    sessions live in the same database.
    """
    return _end_sessions(person, {sessions.PERSONAL_CODE})


def _end_sessions(person: User, methods: set[str]) -> int:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ended = 0
    for known in UserSession.objects.filter(user=person):
        if methods & sessions.methods_in(store(known.session_key)):
            known.end()
            ended += 1
    return ended


@transaction.atomic
def close_ways_in(*, person: User) -> None:
    """Sign a participant out everywhere, and take away what was added to sign in with.

    Whoever had the code for a while could have added a password, a passkey or an address of their
    own: closing the code alone would leave that open. Who works here keeps their own ways in.
    """
    if person.needs_second_factor:
        end_code_sessions(person=person)
        return
    for known in UserSession.objects.filter(user=person):
        known.end()
    Authenticator.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.email = ""
    person.save(update_fields=["password", "email"])


def _checked(person: User) -> User:
    try:
        person.full_clean()
    except ValidationError as error:
        raise AccountError(error.message_dict) from error
    check_names(person)
    person.save()
    return person


def check_names(person: User) -> None:
    """Raise AccountError, by field, where a name is more than one line."""
    for field in ("first_name", "last_name"):
        try:
            check_is_one_line(getattr(person, field))
        except ValidationError as error:
            raise AccountError({field: error.messages}) from error
