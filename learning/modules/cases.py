"""The door to practice cases: a lesson shows one's own case, and a module may ask for one.

Cases are a subject above the modules (``learning.practice``), which opens this door when the
portal starts.
"""

from typing import NamedTuple, Protocol

from learning.enrolment.access import Entitlements


class CaseSummary(NamedTuple):
    """What a lesson shows to someone of their own case."""

    title: str
    situation: str
    moment: str
    question: str
    url: str


class CaseSource(Protocol):
    """What the modules ask of the subject that keeps practice cases."""

    def case_for(self, who: Entitlements, programme_id: int, module_id: int) -> CaseSummary | None:
        """Someone's own case for the theme of a module, or else their latest; at most one query."""

    def new_case_url(self, programme_id: int, module_id: int) -> str:
        """Where someone begins a case for this theme."""

    def prepared_modules(self, person_id: int, programme_ids: frozenset[int]) -> set[int]:
        """The modules for which someone sent a case: one query."""

    def prepared_in(self, programme_id: int, cohort_id: int) -> set[tuple[int, int]]:
        """Who in a cohort sent a case for which module, as (person, module), to be counted and shown
        to nobody: one query."""


_sources: list[CaseSource] = []


def open_door(source: CaseSource) -> None:
    """Say, once, who keeps the cases."""
    _sources[:] = [source]


def case_source() -> CaseSource:
    """Who keeps the cases."""
    [source] = _sources
    return source
