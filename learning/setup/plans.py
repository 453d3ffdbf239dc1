"""What a programme is to become, as the wizard has asked it: plain values, checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from learning.enrolment.models import Role
from learning.modules.models import ModulePage
from learning.organisation.models import Organisation
from learning.programmes.dates import Period, Shift
from learning.programmes.models import CodeMode, Programme
from portal.accounts.models import User


@dataclass(frozen=True)
class About:
    """What it is called, whose it is, and when it is."""

    title: str
    organisation: Organisation
    period: Period
    shift: Shift
    """How far the days of the source move; of nothing, without one."""
    code_mode: CodeMode


@dataclass(frozen=True)
class PlannedRoute:
    """A route. ``key`` is what the modules know it by; ``source_id`` which one of the source it was."""

    key: str
    title: str
    audience: str
    source_id: int | None


@dataclass(frozen=True)
class PlannedModule:
    """A choice of a module, for one route or for everyone, before a phase of the source."""

    module: ModulePage
    route: str
    elective: bool
    opens_on: date | None
    phase_id: int | None


@dataclass(frozen=True)
class Plan:
    """A whole programme that can be made."""

    source: Programme | None
    about: About
    routes: list[PlannedRoute]
    modules: list[PlannedModule]
    cohorts: list[str]
    staff: Mapping[Role, list[User]] = field(default_factory=dict)
