"""The step of allauth's sign-in that is different here."""

from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from portal.accounts import sessions

# Beside these a passkey is another way in.
_WITHOUT_PASSKEY = {sessions.PERSONAL_CODE, sessions.ORGANISATION}


class SecondStepStage(AuthenticateStage):
    """Asks for the second factor, but not where an organisation asked for one, nor of a participant
    who has a passkey and comes with the code or an account of the organisation.

    To them a passkey is a way in beside the code, not a lock on top of it: who loses the phone gets
    a new code from the coordinator, and must be able to use it.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        person = self.login.user
        if person and sessions.has_second_factor(request, person):
            return False
        if (
            person
            and not person.needs_second_factor
            and _WITHOUT_PASSKEY & sessions.methods_of(request, person)
        ):
            return bool(is_mfa_enabled(person, [Authenticator.Type.TOTP]))
        return bool(super()._should_handle(request))
