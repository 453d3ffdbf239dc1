"""A case to read: one's own with all that belongs to it, another's as it was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learning.enrolment.access import entitlements
from learning.practice import access, audience, names, queries
from learning.practice.access import SharedCase
from learning.practice.changes import Change, changes_between
from learning.practice.fields import ASKED, PEOPLE, SHOWN, Question
from learning.practice.forms import ReturnForm
from learning.practice.models import WITH_TRAINER, CaseState, CaseVersion, PracticeCase


class Said(NamedTuple):
    """A question with its answer."""

    key: str
    label: str
    answer: Any
    is_own: bool = False
    names: Sequence[str] = ()
    """Words in it that look like names."""

    @property
    def is_people(self) -> bool:
        return self.key == PEOPLE


def said_in(
    questions: Sequence[Question],
    answers: Mapping[str, Any],
    hints: Mapping[str, Sequence[str]] = {},
) -> list[Said]:
    """The answers that there are, in the order of the form."""
    return [
        Said(
            question.key,
            str(question.label),
            question.in_words(answers[question.key]),
            question.reader == "own",
            hints.get(question.key, ()),
        )
        for question in questions
        if question.key != "title" and answers.get(question.key)
    ]


@require_safe
def show_case(request: HttpRequest, pk: int) -> HttpResponse:
    """A case that one may read."""
    case = access.get_case(entitlements(request), pk)
    if isinstance(case, SharedCase):
        return show_shared(request, case)
    return _own(request, case)


@require_safe
def show_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """An earlier text of a case, and how it differs from the one before it."""
    case = access.get_case(entitlements(request), pk)
    versions = case.versions if isinstance(case, SharedCase) else _versions_of(case)
    version = next((each for each in versions if each.number == number), None)
    if version is None:
        raise Http404
    context = {
        "case_pk": pk,
        "version": version,
        "said": said_in(SHOWN, version.content),
        "changes": _changes(version, versions),
        "asks": not isinstance(case, SharedCase) or case.as_trainer,
    }
    return render(request, "learning/practice/version.html", context)


def _own(request: HttpRequest, case: PracticeCase) -> HttpResponse:
    versions, readers = _versions_of(case), queries.readers_of(case)
    latest = versions[0] if versions else None
    is_changed = latest is not None and (latest.content, latest.theme_id) != (
        case.content,
        case.theme_id,
    )
    hints = names.hints(case.content, names.known_names(case))
    context = {
        "case": case,
        "said": said_in(ASKED, {**case.content, **case.own}, hints),
        "title_names": hints.get("title", ()),
        "versions": versions,
        "latest": latest,
        "is_changed": is_changed,
        "waits_for_me": is_changed or case.state in {CaseState.DRAFT, CaseState.RETURNED},
        "is_with_trainer": case.state in WITH_TRAINER,
        "readers": readers,
        "read_by": audience.you_and(audience.in_words(readers)),
        "looks_back": case.state in {CaseState.ACCEPTED, CaseState.PLAYED},
    }
    return render(request, "learning/practice/case.html", context)


def show_shared(
    request: HttpRequest, case: SharedCase, form: ReturnForm | None = None
) -> HttpResponse:
    """What a named reader gets; for a trainer with the answer that was refused."""
    context = {
        "case": case,
        "said": said_in(SHOWN, case.latest.content),
        "changes": _changes(case.latest, case.versions),
        "form": form or ReturnForm(),
        "waits": case.as_trainer and case.state == CaseState.SENT,
        "is_accepted": case.as_trainer and case.state == CaseState.ACCEPTED,
    }
    return render(request, "learning/practice/shared.html", context)


def _versions_of(case: PracticeCase) -> tuple[CaseVersion, ...]:
    return tuple(case.versions.select_related("theme", "answered_by").order_by("-number"))


def _changes(version: CaseVersion, versions: Sequence[CaseVersion]) -> list[Change]:
    """How a version differs from the one before it, where the reader may read that too."""
    before = next((each for each in versions if each.number == version.number - 1), None)
    return changes_between(before.content, version.content) if before else []
