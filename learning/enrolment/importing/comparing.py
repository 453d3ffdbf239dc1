"""What each row of a list comes to: new, changed, unchanged or wrong; and who is not in the list."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learning.enrolment.importing.cells import clean, fold
from learning.enrolment.importing.clashes import Clashes
from learning.enrolment.importing.columns import Field
from learning.enrolment.importing.decisions import NEW_PART, PARTS, Comparison, Decision
from learning.enrolment.importing.entries import Entry
from learning.enrolment.importing.known import Known, Person, Place
from learning.enrolment.importing.matching import Match, Matcher
from learning.enrolment.importing.models import Outcome
from learning.enrolment.importing.names import are_initials_of
from learning.enrolment.models import CODE_ROLES, Role
from learning.enrolment.moving import Move, say_moves


def compare(
    entries: Sequence[Entry],
    known: Known,
    to_make: Mapping[str, Sequence[str]],
    progress: Callable[[int], None] = lambda done: None,
    agreed: Collection[int] = (),
) -> Comparison:
    """Compare a list with what is known; ``to_make`` names departments and cohorts to be made, and
    ``agreed`` the rows of which it was said that someone is to be enrolled again."""
    comparer = _Comparer(entries, known, to_make, agreed)
    decisions = []
    for done, entry in enumerate(entries, start=1):
        decisions.append(comparer.decide(entry))
        progress(done)
    decisions.extend(comparer.gone())
    return Comparison(decisions, comparer.unknown, say_moves(comparer.moves))


class _Comparer:
    def __init__(
        self,
        entries: Sequence[Entry],
        known: Known,
        to_make: Mapping[str, Sequence[str]],
        agreed: Collection[int],
    ) -> None:
        self.known = known
        self.agreed = frozenset(agreed)
        self.moves: dict[str, list[Move]] = {"cohort": [], "route": []}
        self.matcher = Matcher(known, entries)
        self.to_make = {part: set(map(fold, names)) for part, names in to_make.items()}
        self.unknown: dict[str, dict[str, int]] = {"department": {}, "cohort": {}}
        self.first_written: dict[tuple[str, str], str] = {}
        self.clashes = Clashes()
        self.touched: set[int] = set()

    def decide(self, entry: Entry) -> Decision:
        match = self.matcher.find(entry)
        person = match.person
        if person:
            self.touched.update(place.pk for place in self._places(person, entry.role))
        problems = [*entry.problems, *filter(None, [match.problem])]
        parts = {part: self._part(part, getattr(entry, part), problems) for part in PARTS}
        if entry.programme and fold(entry.programme) != fold(self.known.programme.title):
            problems.append(
                _("This row is about another programme: %(name)s.") % {"name": entry.programme}
            )
        place = self._place(person, entry) if person else None
        decision = self._outcome(entry, match, place, parts, problems)
        if clash := self.clashes.find(entry, match, decision):
            problems.append(clash)
        if decision.outcome == Outcome.ASKS:
            decision.about_person, decision.about_enrolment = {}, {}
        if problems:
            return Decision(entry.line, entry.name, Outcome.WRONG, problems)
        return decision

    def _places(self, person: Person, role: Role) -> list[Place]:
        return [each for each in self.known.here.get(person.pk, []) if each.role == role]

    def _place(self, person: Person, entry: Entry) -> Place | None:
        """The enrolment that a row is about: the one that lives, or one that ended on these days."""
        places = self._places(person, entry.role)
        for each in places:
            if each.ended_at and (each.starts_on, each.last_day) == (
                entry.starts_on,
                entry.ends_on,
            ):
                return each
        return next((each for each in places if each.ended_at is None), None)

    def _part(self, part: str, name: str, problems: list[str]) -> int | str | None:
        """The department, cohort or route of this name; one to be made; None for nothing said."""
        if not name:
            return None
        if pk := self.known.find_part(part, name):
            return pk
        if fold(name) in self.to_make.get(part, ()):
            return NEW_PART + name
        if part in self.unknown:
            known_as = self.first_written.setdefault((part, fold(name)), name)
            self.unknown[part][known_as] = self.unknown[part].get(known_as, 0) + 1
        label = Field(part).label
        problems.append(
            _("%(field)s “%(name)s” does not exist here.") % {"field": label, "name": name}
        )
        return None

    def _outcome(
        self,
        entry: Entry,
        match: Match,
        place: Place | None,
        parts: Mapping[str, int | str | None],
        problems: list[str],
    ) -> Decision:
        person = match.person
        decision = Decision(entry.line, entry.name, Outcome.UNCHANGED, list(match.says))
        if person:
            decision.person_id = person.pk
            self._compare_person(entry, person, decision)
        if place and place.ended_at:
            decision.enrolment_id, decision.about_person = place.pk, {}
            decision.says = [_("This enrolment has ended, as the file says.")]
            return decision
        if place:
            decision.enrolment_id = place.pk
            self._compare_place(entry, place, parts, decision)
            if decision.about_person or decision.about_enrolment:
                decision.outcome = Outcome.CHANGED
        else:
            self._enrol(entry, person, parts, decision)
        problems.extend(self._why_not(entry, person, place, decision))
        return decision

    def _compare_person(self, entry: Entry, person: Person, decision: Decision) -> None:
        wanted = {"first_name": entry.first_name, "last_name": entry.last_name}
        if are_initials_of(entry.first_name, person.first_name):
            del wanted["first_name"]
        if entry.number and fold(entry.number) != fold(person.number):
            wanted["number"] = entry.number
        if entry.email and fold(entry.email) != fold(person.email):
            if person.chose_address:
                decision.says.append(_("Keeps the e-mail address that this person chose."))
            elif person.is_beyond_reach:
                decision.says.append(
                    _("Keeps the present e-mail address: an administrator can change it.")
                )
            else:
                wanted["email"] = entry.email
        for name, value in wanted.items():
            before = getattr(person, name)
            if value != clean(before):
                decision.about_person[name] = value
                decision.says.append(_change(Field(name), before, value))

    def _compare_place(
        self,
        entry: Entry,
        place: Place,
        parts: Mapping[str, int | str | None],
        decision: Decision,
    ) -> None:
        for part, value in parts.items():
            before = getattr(place, f"{part}_id")
            if value is not None and value != before:
                decision.about_enrolment[part] = value
                names = self.known.names[part]
                after = getattr(entry, part)
                decision.says.append(_change(Field(part), names.get(before, ""), after))
                if part in self.moves and place.lasts:
                    self.moves[part].append(Move(names.get(before, ""), after))
        for name in ("function", "starts_on", "ends_on"):
            value, before = getattr(entry, name), getattr(place, name)
            if value and value != (clean(before) if isinstance(before, str) else before):
                decision.about_enrolment[name] = value
                decision.says.append(_change(Field(name), _words(before), _words(value)))

    def _enrol(
        self,
        entry: Entry,
        person: Person | None,
        parts: Mapping[str, int | str | None],
        decision: Decision,
    ) -> None:
        decision.outcome = Outcome.NEW
        decision.about_enrolment = {
            **parts,
            "role": str(entry.role),
            "function": entry.function,
            "starts_on": entry.starts_on,
            "ends_on": entry.ends_on,
        }
        if person is None:
            decision.about_person = {
                "first_name": entry.first_name,
                "last_name": entry.last_name,
                "email": entry.email,
                "number": entry.number,
            }
        else:
            decision.says.insert(0, _("This person is known: no second one is made."))
            if why := self._why_ask(entry, person):
                decision.says.insert(0, why)
                if entry.line not in self.agreed:
                    decision.outcome = Outcome.ASKS
        given = (entry.department, entry.function, entry.cohort, entry.route, entry.email)
        decision.says.extend(filter(None, [" · ".join(filter(None, given))]))

    def _why_ask(self, entry: Entry, person: Person) -> str:
        """Why this enrolment is not made without a yes; empty for someone who is new here."""
        places = self.known.here.get(person.pk, [])
        if ended := [each.last_day for each in places if each.role == entry.role and each.last_day]:
            day = date_format(max(ended), "j F Y")
            return _("Enrol again: the enrolment ended on %(day)s.") % {"day": day}
        if roles := sorted({str(Role(each.role).label) for each in places if each.lasts}):
            said = {"roles": ", ".join(roles), "role": entry.role.label}
            return _("Is %(roles)s here already, and would become %(role)s too.") % said
        return ""

    def _why_not(
        self, entry: Entry, person: Person | None, place: Place | None, decision: Decision
    ) -> Iterator[str]:
        """What this row asks for and is not for an import."""
        if decision.outcome == Outcome.UNCHANGED:
            return
        if entry.role not in CODE_ROLES:
            yield _(
                "The role of %(role)s is not given by a list: who works here needs an account with"
                " a second factor. Enrol this person one by one."
            ) % {"role": entry.role.label.lower()}
        elif person and person.is_staff:
            yield _("This person works here, with an account of their own. Change that one by one.")
        if person and not person.is_active:
            yield _("The account of this person is closed. Ask an administrator.")
        yield from self._why_not_these_days(entry, place)

    def _why_not_these_days(self, entry: Entry, place: Place | None) -> Iterator[str]:
        _title, _starts_on, programme_ends = self.known.facts.programme
        today = self.known.facts.today
        first = entry.starts_on or (place.starts_on if place else today)
        last = entry.ends_on or (place.ends_on if place else None)
        if not (entry.starts_on and entry.ends_on) and last and last < first:
            yield _("An enrolment ends after it starts.")
        if place is None and last and last < today:
            yield _("This enrolment would be over already.")
        if entry.starts_on and entry.starts_on > programme_ends:
            yield _("The programme is over by then.")

    def gone(self) -> Iterator[Decision]:
        """Who is in the programme with a code and not in the list. They stay."""
        for person_id, places in self.known.here.items():
            for place in places:
                if place.role in CODE_ROLES and place.lasts and place.pk not in self.touched:
                    yield Decision(
                        None,
                        self.known.people[person_id].name,
                        Outcome.GONE,
                        [_("Is in the programme, not in the file. Nothing changes.")],
                        person_id,
                        place.pk,
                    )


def _change(what: Field, before: str, after: str) -> str:
    return f"{what.label}: {before or '–'} → {after}"


def _words(value: str | date | None) -> str:
    return date_format(value, "j F Y") if isinstance(value, date) else value or ""
