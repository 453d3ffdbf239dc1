"""What someone does with their own case: write, send, share, take back, look back on, throw away."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.enrolment.models import Enrolment, Role
from learning.modules.models import ModulePage, ProgrammeModule
from learning.practice.fields import CHECKED, missing, split
from learning.practice.models import WITH_TRAINER, CaseReader, CaseState, CaseVersion, PracticeCase
from learning.practice.signals import case_sent
from learning.programmes.models import Programme
from portal.accounts.models import Draft, User

Kind = CaseReader.Kind


class CaseError(ValidationError):
    """Something cannot be done with a practice case; the message says why."""


class CaseChanged(CaseError):
    """The case was changed on another screen after this one was opened."""


@transaction.atomic
def start_case(
    *, person: User, programme: Programme, theme: ModulePage | None, answers: Mapping[str, Any]
) -> PracticeCase:
    """Begin a case; nobody else reads it.

    Raises CaseError for who does not take part in the programme, and for a theme that it has not.
    """
    _own_enrolment(person, programme)
    _check_theme(programme, theme)
    shown, own = split(answers)
    return PracticeCase.objects.create(
        person=person, programme=programme, theme=theme, content=shown, own=own
    )


@transaction.atomic
def change_case(
    *, case: PracticeCase, theme: ModulePage | None, answers: Mapping[str, Any], edition: int
) -> PracticeCase:
    """Keep a change. Others do not see it until it is sent.

    Raises CaseChanged where ``edition`` is not the one that is kept, and CaseError for a theme that
    the programme has not.
    """
    kept = _locked(case)
    if kept.edition != edition:
        raise CaseChanged(
            _("You changed this case on another screen. Look at both before you save this one.")
        )
    if theme and theme.pk != kept.theme_id:
        _check_theme(kept.programme, theme)
    shown, own = split(answers)
    kept.theme, kept.content, kept.own = theme, shown, {**kept.own, **own}
    _note_change(kept)
    return kept


@transaction.atomic
def look_back(*, case: PracticeCase, answers: Mapping[str, Any]) -> None:
    """Keep what someone noted after the day and six weeks later: their own, whoever reads the case."""
    kept = _locked(case)
    _shown, own = split(answers)
    kept.own = {**kept.own, **own}
    _note_change(kept)


@transaction.atomic
def send_case(*, case: PracticeCase, trainers: Collection[int], checked: bool) -> CaseVersion:
    """Let these trainers, named by their enrolments, and no other ones read the case as it stands.

    Raises CaseError where an answer is missing, where the writer did not look whether nobody can be
    recognised, and where none of these is a trainer of the programme today.
    """
    kept = _locked(case)
    _own_enrolment(kept.person, kept.programme)
    _check_complete(kept)
    if not checked:
        raise CaseError({"checked": _("First look whether nobody can be recognised.")})
    named = Enrolment.objects.active().filter(
        programme=kept.programme, role=Role.TRAINER, pk__in=trainers
    )
    named = named.exclude(person=kept.person)
    if not named:
        raise CaseError({"trainers": _("Choose at least one trainer.")})
    kept.own[CHECKED] = True
    version = _show(kept, again=kept.state not in {CaseState.SENT, CaseState.ACCEPTED})
    kept.readers.filter(kind=Kind.TRAINER).exclude(enrolment__in=named).delete()
    _add_readers(kept, Kind.TRAINER, named)
    if kept.state not in WITH_TRAINER:
        _wait_for_trainer(kept, version)
    kept.save()
    return version


@transaction.atomic
def share_case(
    *, case: PracticeCase, mates: Collection[int], with_cohort: bool = False
) -> CaseVersion:
    """Let participants of the own cohort, named by their enrolments, read the case as it stands.

    ``with_cohort`` names them as the cohort: it ends for who leaves that. Who reads the case already
    sees it as it stands too. Raises CaseError without a title, and where none of these is in the cohort.
    """
    kept = _locked(case)
    mine = _own_enrolment(kept.person, kept.programme)
    if not kept.content.get("title"):
        raise CaseError(_("Give your case a title before you share it."))
    there = Enrolment.objects.active().filter(role=Role.PARTICIPANT, cohort=mine.cohort_id)
    named = there.filter(pk__in=mates).exclude(pk=mine.pk)
    if not mine.cohort_id or not named:
        raise CaseError({"mates": _("Choose someone from your group.")})
    version = _show(kept)
    if with_cohort:
        _add_readers(kept, Kind.COHORT, named, cohort_id=mine.cohort_id)
    else:
        _add_readers(kept, Kind.PARTNER, named)
    kept.save()
    return version


@transaction.atomic
def take_back(*, case: PracticeCase, readers: Collection[int]) -> None:
    """From now on these readers, by the keys of their rows, no longer read the case.

    Without a trainer among the readers it is a draft again, unless it was played.
    """
    kept = _locked(case)
    kept.readers.filter(pk__in=readers).delete()
    with_trainer = kept.readers.filter(kind=Kind.TRAINER).exists()
    if kept.state in WITH_TRAINER and not with_trainer:
        kept.state = CaseState.DRAFT
        kept.save(update_fields=["state"])


@transaction.atomic
def throw_away(*, case: PracticeCase) -> None:
    """Remove a case with its versions and what was typed in its forms; nobody reads it any more."""
    kept = _locked(case)
    keys = [f"case:{kept.pk}", f"case:{kept.pk}:after"]
    Draft.objects.filter(person=kept.person, key__in=keys).delete()
    kept.delete()


@transaction.atomic
def forget_old_cases() -> int:
    """Remove the cases of programmes that ended ``PRACTICE_CASE_DAYS`` ago, unless their writers
    still work on them; says how many those were."""
    ended = timezone.localdate() - timedelta(days=settings.PRACTICE_CASE_DAYS)
    touched = timezone.now() - timedelta(days=settings.PRACTICE_CASE_DAYS)
    old = PracticeCase.objects.filter(programme__ends_on__lt=ended, changed_at__lt=touched)
    return old.delete()[1].get(PracticeCase._meta.label, 0)


def _locked(case: PracticeCase) -> PracticeCase:
    locked = PracticeCase.objects.select_for_update(of=("self",))
    return locked.select_related("person", "programme", "theme").get(pk=case.pk)


def _own_enrolment(person: User, programme: Programme) -> Enrolment:
    mine = Enrolment.objects.active().filter(
        person=person, programme=programme, role=Role.PARTICIPANT
    )
    enrolment = mine.first()
    if enrolment is None:
        raise CaseError(_("You no longer take part in this programme. Your case stays yours."))
    return enrolment


def _check_theme(programme: Programme, theme: ModulePage | None) -> None:
    if theme and not ProgrammeModule.objects.filter(programme=programme, module=theme).exists():
        raise CaseError({"theme": _("Choose a theme of your programme.")})


def _check_complete(case: PracticeCase) -> None:
    left = [str(question.label) for question in missing(case.content)]
    if case.theme_id is None:
        left.insert(1, str(_("Theme")))
    if left:
        raise CaseError(
            _("Before you send it, answer: %(questions)s") % {"questions": " · ".join(left)}
        )


def _note_change(case: PracticeCase) -> None:
    case.edition += 1
    case.changed_at = timezone.now()
    case.save()


def _show(case: PracticeCase, *, again: bool = False) -> CaseVersion:
    """The version that says what the case says now: whoever reads the case reads it from here on.

    One that a trainer answered stays with its answer where the case is sent ``again``.
    """
    latest = case.versions.order_by("number").last()
    same = latest and (latest.content, latest.theme_id) == (case.content, case.theme_id)
    if latest and same and not (again and latest.answered_at):
        return latest
    case.last_version += 1
    version = CaseVersion.objects.create(
        case=case, number=case.last_version, theme=case.theme, content=case.content
    )
    if case.state in WITH_TRAINER:
        _wait_for_trainer(case, version)
    return version


def _wait_for_trainer(case: PracticeCase, version: CaseVersion) -> None:
    case.state, case.sent_at = CaseState.SENT, timezone.now()
    case.accepted_at = None
    transaction.on_commit(lambda: case_sent.send(sender=PracticeCase, case=case, version=version))


def _add_readers(
    case: PracticeCase,
    kind: CaseReader.Kind,
    enrolments: Collection[Enrolment],
    cohort_id: int | None = None,
) -> None:
    """Who reads it already goes on reading from the version that they began with."""
    CaseReader.objects.bulk_create(
        [
            CaseReader(
                case=case,
                kind=kind,
                enrolment=enrolment,
                cohort_id=cohort_id,
                since=case.last_version,
            )
            for enrolment in enrolments
        ],
        ignore_conflicts=True,
    )
