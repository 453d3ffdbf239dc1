"""The one way to a practice case: one's own, or what its writer showed by name. All else is a 404."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from learning.enrolment.access import Entitlements
from learning.practice.models import CaseReader, CaseState, CaseVersion, PracticeCase
from portal.accounts.models import User


@dataclass(frozen=True)
class SharedCase:
    """A case as a named reader gets it: the versions from when they were named, and nothing own."""

    pk: int
    writer: User
    state: CaseState
    programme_id: int
    programme_title: str
    as_trainer: bool
    versions: tuple[CaseVersion, ...]
    """The newest first."""

    @property
    def latest(self) -> CaseVersion:
        return self.versions[0]


def get_own_case(who: Entitlements, pk: int) -> PracticeCase:
    """One's own case, also after the enrolment ended. Raises Http404."""
    mine = PracticeCase.objects.of(who.person_id).select_related("theme", "programme")
    case = mine.filter(pk=pk).first() if who.person_id else None
    if case is None:
        raise Http404
    return case


def get_shared_case(who: Entitlements, pk: int) -> SharedCase:
    """A case of somebody else that one may read today. Raises Http404."""
    opening = CaseReader.objects.opening_for(who).filter(case=pk)
    rows = list(
        opening.select_related("case__person", "case__programme").defer(
            "case__own", "case__content"
        )
    )
    if not rows:
        raise Http404
    case, since = rows[0].case, min(row.since for row in rows)
    versions = CaseVersion.objects.filter(case=pk, number__gte=since)
    return SharedCase(
        pk=case.pk,
        writer=case.person,
        state=CaseState(case.state),
        programme_id=case.programme_id,
        programme_title=case.programme.title,
        as_trainer=any(row.kind == CaseReader.Kind.TRAINER for row in rows),
        versions=tuple(versions.select_related("theme", "answered_by").order_by("-number")),
    )


def get_case(who: Entitlements, pk: int) -> PracticeCase | SharedCase:
    """A case that one may read: one's own as it stands, another's as it was shown. Raises Http404."""
    try:
        return get_own_case(who, pk)
    except Http404:
        return get_shared_case(who, pk)
