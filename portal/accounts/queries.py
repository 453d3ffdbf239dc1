"""Reads about people and what they sign in with."""

from typing import NamedTuple

from allauth.account.models import EmailAddress
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.sessions.models import Session
from django.db.models import Case, Exists, F, OrderBy, OuterRef, Q, When
from django.db.models.functions import Lower, Substr
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from portal.accounts.models import User


def recovery_codes_of(person: User) -> list[str]:
    """All recovery codes that a person was given, also those that are used up."""
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return RecoveryCodes(kept).generate_codes() if kept else []


def person_with_login(login: str) -> int | None:
    """Whose username or e-mail address this is, as signing in with a password takes it."""
    checked = EmailAddress.objects.filter(email__iexact=login, verified=True)
    theirs = Q(username__iexact=login) | Q(email__iexact=login) | Q(pk__in=checked.values("user"))
    return User.objects.filter(theirs).order_by("pk").values_list("pk", flat=True).first()


# The longest first: "van der Berg" is not "der Berg".
_PARTICLES = (
    "van der",
    "van den",
    "van de",
    "van het",
    "van 't",
    "von der",
    "in der",
    "in den",
    "in de",
    "in het",
    "in 't",
    "op den",
    "op de",
    "op 't",
    "uit den",
    "uit de",
    "aan de",
    "van",
    "von",
    "den",
    "der",
    "de",
    "ten",
    "ter",
    "te",
    "'t",
)


def by_name(person: str = "", *, reverse: bool = False) -> list[OrderBy]:
    """How a list of people is ordered: by surname without its particle, whatever the capitals.

    "Ellen de Groot" stands under G. ``person`` is the path to the person, such as ``person__``.
    """
    last_name = f"{person}last_name"
    without_particle = Case(
        *(
            When(**{f"{last_name}__istartswith": f"{each} "}, then=Substr(last_name, len(each) + 2))
            for each in _PARTICLES
        ),
        default=F(last_name),
    )
    parts = (Lower(without_particle), Lower(f"{person}first_name"), F(f"{person}pk"))
    return [OrderBy(each, descending=reverse) for each in parts]


class WaysIn(NamedTuple):
    """How someone can sign in besides a personal code."""

    email_addresses: list[EmailAddress]
    has_email: bool
    has_password: bool
    passkeys: int
    has_app: bool
    recovery_codes_left: int | None
    """None where they were never made."""
    has_organisation_account: bool

    @property
    def are_chosen(self) -> bool:
        """Whether someone can come in again without a code."""
        chosen = self.has_email or self.has_password or bool(self.passkeys)
        return chosen or self.has_organisation_account


def ways_in_of(person: User) -> WaysIn:
    """Everything with which someone can sign in: three queries."""
    addresses = EmailAddress.objects.filter(user=person).order_by("-primary", "email")
    kept = list(Authenticator.objects.filter(user=person))
    types = [each.type for each in kept]
    left = [_left(each) for each in kept if each.type == Authenticator.Type.RECOVERY_CODES]
    return WaysIn(
        email_addresses=list(addresses),
        has_email=any(address.verified for address in addresses),
        has_password=person.has_usable_password(),
        passkeys=types.count(Authenticator.Type.WEBAUTHN),
        has_app=Authenticator.Type.TOTP in types,
        recovery_codes_left=left[0] if left else None,
        has_organisation_account=SocialAccount.objects.filter(user=person).exists(),
    )


def without_way_in(person: str) -> Q:
    """For a filter: of whom, by the path to a person, a code is the only way to sign in.

    The same as ``WaysIn.are_chosen`` tells of one.
    """
    own = {"user": OuterRef(person)}
    passkeys = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN, **own)
    return (
        Q(**{f"{person}__password__startswith": UNUSABLE_PASSWORD_PREFIX})
        & Q(~Exists(EmailAddress.objects.filter(verified=True, **own)))
        & Q(~Exists(passkeys))
        & Q(~Exists(SocialAccount.objects.filter(**own)))
    )


def _left(recovery_codes: Authenticator) -> int:
    used: int = recovery_codes.data["used_mask"]
    return int(mfa_settings.RECOVERY_CODE_COUNT) - used.bit_count()


def living_sessions(person: User) -> list[UserSession]:
    """Where someone is signed in, the newest first: two queries, however many there are."""
    known = UserSession.objects.filter(user=person).order_by("-created_at")
    kept = Session.objects.filter(
        session_key__in=known.values("session_key"), expire_date__gt=timezone.now()
    )
    living = {each.session_key for each in kept if _is_open(each, person)}
    return [each for each in known if each.session_key in living]


def _is_open(session: Session, person: User) -> bool:
    """A session that was opened before the password changed opens nothing any more."""
    kept = str(session.get_decoded().get(HASH_SESSION_KEY, ""))
    return constant_time_compare(kept, person.get_session_auth_hash())
