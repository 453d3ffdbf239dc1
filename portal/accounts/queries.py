"""Reads about people and what they sign in with."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from portal.accounts.models import User


def recovery_codes_of(person: User) -> list[str]:
    """All recovery codes that a person was given, also those that are used up."""
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return RecoveryCodes(kept).generate_codes() if kept else []
