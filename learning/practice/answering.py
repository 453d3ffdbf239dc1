"""What a trainer does with a case that was sent to them: accept it, ask back, mark it as played."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.practice.models import CaseReader, CaseState, CaseVersion, PracticeCase
from learning.practice.services import CaseError
from learning.practice.signals import case_accepted
from learning.practice.telling import tell_writer
from portal.accounts.models import User

LONGEST_QUESTION = 1000


@transaction.atomic
def accept_case(*, case_pk: int, number: int, by: User) -> None:
    """Accept the version that the trainer read.

    Raises CaseError where there is a newer one, and where the case was not sent to this trainer or
    does not wait for an answer.
    """
    case, version = _waiting(case_pk, number, by)
    _answer(version, by)
    case.state, case.accepted_at = CaseState.ACCEPTED, version.answered_at
    case.save(update_fields=["state", "accepted_at"])
    tell_writer(case=case, by=by)
    transaction.on_commit(
        lambda: case_accepted.send(sender=PracticeCase, case=case, version=version, by=by)
    )


@transaction.atomic
def return_case(*, case_pk: int, number: int, question: str, by: User) -> None:
    """Send a case back with a question; the writer can send it again. Raises CaseError likewise,
    and without a question."""
    if not question.strip():
        raise CaseError({"question": _("Write your question first.")})
    case, version = _waiting(case_pk, number, by)
    version.question = question.strip()[:LONGEST_QUESTION]
    _answer(version, by)
    case.state = CaseState.RETURNED
    case.save(update_fields=["state"])
    tell_writer(case=case, by=by)


@transaction.atomic
def mark_played(*, case_pk: int, by: User) -> None:
    """Note that a case was played on the day. Raises CaseError where it was not accepted."""
    case = _read_by(case_pk, by)
    if case.state != CaseState.ACCEPTED:
        raise CaseError(_("Only a case that was accepted can be played."))
    case.state, case.played_at = CaseState.PLAYED, timezone.now()
    case.save(update_fields=["state", "played_at"])


def _waiting(case_pk: int, number: int, by: User) -> tuple[PracticeCase, CaseVersion]:
    case = _read_by(case_pk, by)
    if case.last_version != number:
        raise CaseError(_("There is a newer version of this case. Read that one first."))
    if case.state != CaseState.SENT:
        raise CaseError(_("This case does not wait for an answer."))
    return case, CaseVersion.objects.get(case=case, number=number)


def _read_by(case_pk: int, by: User) -> PracticeCase:
    """The case, locked; its own part is not read."""
    case = (
        PracticeCase.objects.select_for_update(of=("self",))
        .select_related("person", "programme__organisation")
        .defer("own", "content")
        .get(pk=case_pk)
    )
    mine = CaseReader.objects.opening().filter(
        case=case, kind=CaseReader.Kind.TRAINER, enrolment__person=by
    )
    if not mine.exists():
        raise CaseError(_("This case is not sent to you (any more)."))
    return case


def _answer(version: CaseVersion, by: User) -> None:
    version.answered_by, version.answered_at = by, timezone.now()
    version.save(update_fields=["question", "answered_by", "answered_at"])
