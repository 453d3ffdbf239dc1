"""What this portal adds to allauth's events."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from portal.accounts import sessions
from portal.accounts.access_log import Kind, note_access
from portal.accounts.models import User
from portal.accounts.services import note_session


@receiver(authenticator_added)
def count_set_up_as_proof(
    sender: type[Authenticator],
    request: HttpRequest,
    user: User,
    authenticator: Authenticator,
    **kwargs: Any,
) -> None:
    """Who sets up a second factor has just used it: the session need not ask for it again."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(
            request, user, sessions.SECOND_FACTOR, id=authenticator.pk, type=authenticator.type
        )


@receiver(user_logged_in)
def note_where(sender: type[User], request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Let people see where they are signed in."""
    note_session(
        person=user,
        session_key=str(request.session.session_key),
        ip=get_adapter(request).get_client_ip(request),
        user_agent=request.headers.get("User-Agent", ""),
    )


@receiver(user_logged_in)
def note_sign_in(sender: type[User], request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Add it to the access log, unless a code did it: that is a line of its own already."""
    ways = sessions.methods_of(request, user)
    if sessions.PERSONAL_CODE not in ways:
        note_access(kind=Kind.SIGN_IN, about=user, by=user, detail=" ".join(sorted(ways)))
