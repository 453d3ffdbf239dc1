"""Reads over invitations; who may ask is decided by the caller."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from learning.enrolment.access import entitlements_of
from learning.enrolment.inviting.models import Invitation, hash_token
from learning.enrolment.models import Enrolment, Role
from portal.accounts.models import User


def find_open(token: str) -> Invitation | None:
    """The invitation that a link is of, while it can be used."""
    return find_open_by_hash(hash_token(token))


def find_open_by_hash(token_hash: str) -> Invitation | None:
    """The same for who came with the link before: their session knows the hash."""
    rows = Invitation.objects.open().select_related("programme__organisation", "invited_by")
    found = rows.filter(token_hash=token_hash).first()
    return found if found and inviter_still_may(found) else None


def inviter_still_may(invitation: Invitation) -> bool:
    """Whether who invited may still do so: what someone who left has sent, opens nothing any more."""
    by = invitation.invited_by
    if by is None or not by.is_active:
        return False
    mine = entitlements_of(by).coordinated_programme_ids
    return by.is_superuser or invitation.programme_id in mine


def waiting_of(enrolment: Enrolment) -> "QuerySet[Invitation]":
    """The invitations that end with somebody's enrolment as a coordinator."""
    if enrolment.role != Role.COORDINATOR or enrolment.person.is_superuser:
        return Invitation.objects.none()
    theirs = Invitation.objects.waiting().filter(invited_by=enrolment.person_id)
    return theirs.filter(programme=enrolment.programme_id)


def say_withdrawn(count: int) -> list[str]:
    """What happens to them, in words; nothing where there are none."""
    if not count:
        return []
    return [
        ngettext(
            "%(count)d invitation that is still open is withdrawn.",
            "%(count)d invitations that are still open are withdrawn.",
            count,
        )
        % {"count": count}
    ]


def account_with_address(email: str) -> User | None:
    """Whose e-mail address this is. To be told to nobody but who reads the mail that goes there.

    An address that somebody added and never checked is not theirs.
    """
    checked = EmailAddress.objects.filter(email__iexact=email, verified=True)
    owns = Q(pk__in=checked.values("user"))
    return User.objects.filter(owns | Q(email__iexact=email), is_active=True).first()


def can_sign_in_as_staff(person: User) -> bool:
    """Whether someone has more to come in with than a code, which opens nothing for who works here."""
    passkeys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    return bool(person.needs_second_factor or person.has_usable_password() or passkeys.exists())
