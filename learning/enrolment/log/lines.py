"""Lines of the access log: events of accounts and events of codes, the newest first.

Two tables, one list: the database puts them together, so that a page costs the same number of
statements however much there is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy

from learning.enrolment.models import CodeEvent
from portal.accounts.access_log import describe_ways_in, end_of_retention
from portal.accounts.models import AccessEvent, User

_ACCOUNT, _CODE = "account", "code"
_COLUMNS = ("at", "id", "source", "kind", "whom", "maker", "said")

KINDS = [
    *((f"{_ACCOUNT}.{kind.value}", kind.label) for kind in AccessEvent.Kind),
    *((f"{_CODE}.{kind.value}", kind.label) for kind in CodeEvent.Kind),
]
CODE_LABEL = gettext_lazy("Personal code: %(event)s")


class Line(NamedTuple):
    """What happened, as it is shown."""

    at: datetime
    what: str
    about: User | None
    by: User | None
    is_by_nobody_known: bool
    """A code that was refused: it was typed by someone who did not come in."""
    detail: str


@dataclass(frozen=True)
class Question:
    """Which lines are asked for; everything where nothing is said."""

    about: int | None = None
    by: int | None = None
    not_by: int | None = None
    person: int | None = None
    """Lines about someone or by someone."""
    words: str = ""
    """Parts of the name of who it is about, or of who did it."""
    kind: str = ""
    since: date | None = None
    until: date | None = None


def rows(question: Question) -> "QuerySet[Any, Any]":
    """The lines that were asked for, as rows for ``described``: they can be counted and cut."""
    source, _dot, kind = question.kind.partition(".")
    accounts = AccessEvent.objects.order_by().filter(
        _condition(question, about="about", by="by"), *_of_kind(kind)
    )
    codes = CodeEvent.objects.order_by().filter(
        _condition(question, about="code__enrolment__person", by="by"), *_of_kind(kind)
    )
    parts = {
        _ACCOUNT: _columns(accounts, _ACCOUNT, whom="about", said="detail"),
        _CODE: _columns(
            codes, _CODE, whom="code__enrolment__person", said="code__enrolment__programme__title"
        ),
    }
    if source:
        return parts[source].order_by("-at", "-id")
    return parts[_ACCOUNT].union(parts[_CODE], all=True).order_by("-at", "-id")


def described(found: Iterable[dict[str, Any]]) -> list[Line]:
    """Rows in words, with the people: one statement for all of them."""
    found = list(found)
    people = User.objects.in_bulk({each[end] for each in found for end in ("whom", "maker")})
    return [
        Line(
            at=each["at"],
            what=_what(each["source"], each["kind"]),
            about=people.get(each["whom"]),
            by=people.get(each["maker"]),
            is_by_nobody_known=each["kind"] == CodeEvent.Kind.REFUSED,
            detail=_detail(each),
        )
        for each in found
    ]


def forget_old_code_events() -> int:
    """Remove what happened to codes before ``ACCESS_LOG_DAYS``; says how many lines those were."""
    return CodeEvent.objects.filter(at__lt=end_of_retention()).delete()[0]


def _what(source: str, kind: str) -> str:
    if source == _CODE:
        return str(CODE_LABEL % {"event": CodeEvent.Kind(kind).label})
    return str(AccessEvent.Kind(kind).label)


def _detail(row: dict[str, Any]) -> str:
    is_sign_in = row["source"] == _ACCOUNT and row["kind"] == AccessEvent.Kind.SIGN_IN
    return describe_ways_in(row["said"]) if is_sign_in else row["said"]


def _columns(events: "QuerySet[Any, Any]", source: str, **columns: str) -> "QuerySet[Any, Any]":
    found: QuerySet[Any, Any] = events.annotate(
        source=Value(source, output_field=CharField()),
        maker=F("by"),
        **{name: F(field) for name, field in columns.items()},
    ).values(*_COLUMNS)
    return found


def _of_kind(kind: str) -> list[Q]:
    return [Q(kind=kind)] if kind else []


def _condition(question: Question, *, about: str, by: str) -> Q:
    condition = Q()
    if question.about:
        condition &= Q(**{about: question.about})
    if question.by:
        condition &= Q(**{by: question.by})
    if question.not_by:
        condition &= ~Q(**{by: question.not_by}) | Q(**{f"{by}__isnull": True})
    if question.person:
        condition &= Q(**{about: question.person}) | Q(**{by: question.person})
    for word in question.words.split():
        condition &= _named(about, word) | _named(by, word)
    if question.since:
        condition &= Q(at__gte=_midnight(question.since))
    if question.until:
        condition &= Q(at__lt=_midnight(question.until + timedelta(days=1)))
    return condition


def _named(person: str, word: str) -> Q:
    first, last = f"{person}__first_name__icontains", f"{person}__last_name__icontains"
    return Q(**{first: word}) | Q(**{last: word})


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
