"""Let others read along in an answer, and take that back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from learning.enrolment.models import Enrolment
from learning.modules.answers.models import IN_WORDS, Answer
from learning.modules.sharing.models import Share
from learning.modules.sharing.queries import Choices, choices_for

Kind = Share.Kind
SHAREABLE = frozenset(IN_WORDS) - {"intention"}
"""An intention is one's own: it asks back in one's own logbook."""


class SharingError(ValidationError):
    """Something cannot be shared with whom was chosen; the message says why."""


@transaction.atomic
def share_answer(
    *,
    answer: Answer,
    group: bool = False,
    trainers: Collection[int] = (),
    partner: int | None = None,
) -> list[Share]:
    """Let exactly these read an answer from now on: trainers and one partner by the keys of their
    enrolments, and with ``group`` everyone who is in the writer's cohort now. Nobody: take it back.

    Raises SharingError, by field, for who does not take part any more, where there is nothing to
    read yet, and for somebody who is no trainer of the programme or not in the group.
    """
    kept = Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    if not (group or trainers or partner):
        kept.shares.all().delete()
        return []
    if kept.kind not in SHAREABLE or not kept.text:
        raise SharingError(_("Write something first: there is nothing to share yet."))
    choices = choices_for(kept.person_id, kept.programme_id)
    if choices is None:
        raise SharingError(_("You no longer take part in this programme: nobody else reads this."))
    wanted = _chosen(kept, choices, group=group, trainers=trainers, partner=partner)
    _replace(kept, wanted)
    return list(kept.shares.all())


def _chosen(
    answer: Answer,
    choices: Choices,
    *,
    group: bool,
    trainers: Collection[int],
    partner: int | None,
) -> list[Share]:
    named = [each for each in choices.trainers if each.pk in set(trainers)]
    if len(named) != len(set(trainers)):
        raise SharingError({"trainers": _("Choose a trainer of your programme.")})
    partners = [each for each in choices.group if each.pk == partner]
    if partner and not partners:
        raise SharingError({"partner": _("Choose someone from your group.")})
    if group and not choices.group:
        raise SharingError({"group": _("There is nobody else in your group yet.")})

    def shares(kind: Share.Kind, readers: Sequence[Enrolment]) -> list[Share]:
        cohort = choices.mine.cohort if kind == Kind.GROUP else None
        return [
            Share(answer=answer, kind=kind, writer=choices.mine, reader=each, cohort=cohort)
            for each in readers
        ]

    return [
        *shares(Kind.TRAINER, named),
        *shares(Kind.PARTNER, partners),
        *shares(Kind.GROUP, choices.group if group else []),
    ]


def _replace(answer: Answer, wanted: list[Share]) -> None:
    """Who reads it already goes on reading; who was not chosen no longer does."""
    open_now = set(Share.objects.opening().filter(answer=answer).values_list("pk", flat=True))
    keep = {(share.kind, share.reader_id, share.writer_id, share.cohort_id) for share in wanted}
    for share in answer.shares.all():
        is_wanted = (share.kind, share.reader_id, share.writer_id, share.cohort_id) in keep
        if not (is_wanted and share.pk in open_now):
            share.delete()
    Share.objects.bulk_create(wanted, ignore_conflicts=True)


@transaction.atomic
def withdraw_from_left_groups(*, enrolments: Sequence[Enrolment]) -> None:
    """Who moved to another cohort shares nothing with the one they left, and reads nothing there,
    also when they come back: they choose again."""
    moved = [each.pk for each in enrolments]
    shares = Share.objects.filter(kind=Kind.GROUP)
    shares.filter(Q(writer__in=moved) & ~Q(writer__cohort=F("cohort"))).delete()
    shares.filter(Q(reader__in=moved) & ~Q(reader__cohort=F("cohort"))).delete()
