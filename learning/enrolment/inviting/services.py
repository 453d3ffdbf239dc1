"""Invite people to work with a programme, and let them accept.

Whether an address has an account is looked at when someone accepts, never when someone invites: a
coordinator learns nothing of people in programmes of others.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from learning.enrolment.access import staff_roles_given_by
from learning.enrolment.handout.text_models import TextKind
from learning.enrolment.handout.texts import general_values, one_line, say_day, text_for
from learning.enrolment.inviting.models import (
    LINK_PARAMETER,
    Invitation,
    first_expiry,
    hash_token,
    new_token,
)
from learning.enrolment.inviting.queries import (
    account_with_address,
    can_sign_in_as_staff,
    inviter_still_may,
    waiting_of,
)
from learning.enrolment.lifetimes import last_day
from learning.enrolment.mailing.compose import compose
from learning.enrolment.mailing.models import MailKind
from learning.enrolment.mailing.services import send_mail_to
from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import enrol_person
from learning.programmes.models import Programme
from portal.accounts.models import User
from portal.accounts.services import create_staff

EXPIRED_IS_KEPT = timedelta(days=90)


class InvitationError(ValidationError):
    """An invitation cannot be made, sent or accepted; the message says why."""


class InvitationClosed(InvitationError):
    """The link cannot be used: unknown, expired, used and withdrawn are one and the same."""

    def __init__(self) -> None:
        super().__init__(_("This invitation cannot be used (any more)."))


@transaction.atomic
def invite(
    *,
    programme: Programme,
    role: Role,
    first_name: str,
    last_name: str,
    email: str,
    by: User,
) -> Invitation:
    """Mail someone a link with which they come to work with a programme.

    Raises InvitationError where ``by`` may not give this role, the programme is over, and where the
    address has this role in the programme or was invited to it already.
    """
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    email = email.strip().lower()
    _check(held, role, email, by)
    token = new_token()
    invitation = Invitation.objects.create(
        programme=held,
        role=role,
        first_name=first_name,
        last_name=last_name,
        email=email,
        token_hash=hash_token(token),
        invited_by=by,
    )
    _log(invitation, "invitation.sent", by)
    _mail(invitation, token, by)
    return invitation


def _check(programme: Programme, role: Role, email: str, by: User) -> None:
    if role not in staff_roles_given_by(by):
        raise InvitationError({"role": _("You cannot invite someone in this role.")})
    _refuse_when_over(programme)
    theirs = programme.enrolments.lasting().filter(role=role, person__email__iexact=email)
    if theirs.exists():
        raise InvitationError({"email": _("This person already has this role in the programme.")})
    if programme.invitations.waiting().filter(role=role, email=email).exists():
        raise InvitationError(
            {"email": _("This person was invited already. Send the invitation again instead.")}
        )


@transaction.atomic
def send_again(*, invitation: Invitation, by: User) -> None:
    """Mail a new link; the one before it works no more. Raises InvitationError where it is over."""
    held = _waiting(invitation)
    _refuse_when_over(held.programme)
    token = new_token()
    held.token_hash, held.invited_by = hash_token(token), by
    held.sent_at, held.expires_at = timezone.now(), first_expiry()
    held.save(update_fields=["token_hash", "invited_by", "sent_at", "expires_at"])
    _log(held, "invitation.sent_again", by)
    _mail(held, token, by)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User | None) -> None:
    """Make the link worthless. Raises InvitationError where it was used or withdrawn before."""
    held = _waiting(invitation)
    held.withdrawn_at = timezone.now()
    _forget_who(held)
    held.save()
    _log(held, "invitation.withdrawn", by)


def forget_expired_invitations() -> int:
    """Forget who never answered, months after the link stopped working; says how many those were.

    For the daily housekeeping.
    """
    long_ago = timezone.now() - EXPIRED_IS_KEPT
    return Invitation.objects.waiting().filter(expires_at__lt=long_ago).delete()[0]


@transaction.atomic
def accept(*, token_hash: str, person: User) -> Enrolment:
    """Give someone who is signed in the place that they were invited to.

    Raises InvitationClosed; InvitationError for who could not come in any more once they work here;
    and EnrolmentError for who has the role already.
    """
    invitation = _held_open(token_hash)
    if not can_sign_in_as_staff(person):
        raise InvitationError(
            _("Choose a password or a passkey first: your personal code will stop working.")
        )
    return _take_place(invitation, person)


@transaction.atomic
def accept_with_new_account(*, token_hash: str, username: str, password: str) -> User:
    """Make the account of someone who has none, and give it the place that they were invited to.

    The link proves that they read the mail of this address. Raises InvitationClosed; AccountError
    for a username that is taken or a weak password; and InvitationError for a known address.
    """
    invitation = _held_open(token_hash)
    if account_with_address(invitation.email):
        raise InvitationError(_("You have an account already. Sign in to accept."))
    person = create_staff(
        username=username,
        first_name=invitation.first_name,
        last_name=invitation.last_name,
        password=password,
        email=invitation.email,
    )
    _take_place(invitation, person)
    return person


def _held_open(token_hash: str) -> Invitation:
    rows = Invitation.objects.open().select_for_update(of=("self",)).select_related("programme")
    invitation = rows.filter(token_hash=token_hash).first()
    if invitation is None or not inviter_still_may(invitation):
        raise InvitationClosed
    return invitation


@transaction.atomic
def withdraw_all_of(*, enrolment: Enrolment) -> None:
    """Withdraw what somebody still had open as a coordinator of this programme."""
    for invitation in waiting_of(enrolment).select_for_update():
        withdraw(invitation=invitation, by=None)


def _take_place(invitation: Invitation, person: User) -> Enrolment:
    enrolment = enrol_person(
        person=person,
        programme=invitation.programme,
        role=Role(invitation.role),
        by=invitation.invited_by,
    )
    invitation.accepted_at, invitation.enrolment = timezone.now(), enrolment
    _forget_who(invitation)
    invitation.save()
    _log(invitation, "invitation.accepted", person)
    return enrolment


def _waiting(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.waiting().select_for_update(of=("self",))
    held = rows.select_related("programme__organisation").filter(pk=invitation.pk).first()
    if held is None:
        raise InvitationError(_("This invitation was used or withdrawn already."))
    return held


def _refuse_when_over(programme: Programme) -> None:
    if programme.ends_on < timezone.localdate():
        raise InvitationError(_("This programme is over."))


def _forget_who(invitation: Invitation) -> None:
    """What was needed to invite is not kept: the account, if it came to one, has it."""
    invitation.first_name = invitation.last_name = invitation.email = ""


def _mail(invitation: Invitation, token: str, by: User) -> None:
    programme = invitation.programme
    with translation.override("nl"):
        values = general_values(programme) | {
            "voornaam": one_line(invitation.first_name),
            "naam": one_line(str(invitation)),
            "rol": str(invitation.get_role_display()),
            "link": f"{settings.BASE_URL}{reverse('invitation')}?{LINK_PARAMETER}={token}",
            "geldig_tot": say_day(last_day(invitation.expires_at) - timedelta(days=1)),
        }
    text = text_for(programme, TextKind.STAFF_INVITATION)
    send_mail_to(
        to=invitation.email,
        kind=MailKind.STAFF_INVITATION,
        content=compose(text=text, values=values, organisation=programme.organisation),
        programme=programme,
        by=by,
    )


def _log(invitation: Invitation, action: str, by: User | None) -> None:
    """Record who did it, in which programme and role: no name and no address."""
    title = f"{invitation.programme.title} · {invitation.get_role_display()}"
    log(invitation, action, user=by, title=title)
