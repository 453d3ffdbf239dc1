"""A copy has everything of a programme but its people; a programme that moves takes all its days along."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from forum.board.models import ModuleThread, Space
from learning.enrolment.codes import parse
from learning.enrolment.many import enrol_people
from learning.enrolment.models import AccessCode, Enrolment, Role
from learning.enrolment.services import EnrolmentError, enrol_person, issue_code, redeem_code
from learning.modules import receivers
from learning.modules.models import ProgrammeModule
from learning.programmes.dates import Shift
from learning.programmes.models import Cohort, Phase, Programme, ProgrammeTemplate, Route
from learning.programmes.services import ProgrammeError, copy_programme, shift_programme
from portal.accounts.models import User
from tests.setup.conftest import FIRST, LAST, THURSDAY, day, outline

HALF_A_YEAR = Shift(26 * 7)


def test_a_copy_has_routes_steps_and_modules(full: Programme, bea: User) -> None:
    copy = copy_programme(source=full, title="Samen sterk 2", shift=HALF_A_YEAR, by=bea)
    assert outline(copy) == outline(full)
    assert (copy.title, copy.slug, copy.is_template) == ("Samen sterk 2", "samen-sterk-2", False)
    assert copy.organisation == full.organisation


def test_a_copy_leans_on_nothing_of_its_source(full: Programme) -> None:
    copy = copy_programme(source=full, title="Nog eens")
    for pick in copy.modules.select_related("route", "phase"):
        for part in (pick.route, pick.phase):
            assert part is None or part.programme_id == copy.pk
    for phase in copy.phases.select_related("route"):
        assert phase.route is None or phase.route.programme_id == copy.pk
    assert outline(full) == outline(copy)


def test_all_days_of_a_copy_move(full: Programme) -> None:
    copy = copy_programme(source=full, title="Najaar", shift=HALF_A_YEAR)
    half = timedelta(weeks=26)
    assert (copy.starts_on, copy.ends_on) == (FIRST + half, LAST + half)
    assert [each.starts_on for each in copy.phases.all()] == [
        each.starts_on + half for each in full.phases.all()
    ]
    assert [each.opens_on for each in copy.modules.all()] == [
        each.opens_on and each.opens_on + half for each in full.modules.all()
    ]


def test_people_codes_and_talk_stay_behind(full: Programme) -> None:
    copy = copy_programme(source=full, title="Nog eens", with_cohorts=True)
    assert full.enrolments.exists()
    assert not copy.enrolments.exists()
    assert not AccessCode.objects.filter(enrolment__programme=copy).exists()
    spaces = Space.objects.filter(cohort=None).select_related("forum")
    topics = {space.programme_id: space.forum.direct_topics_count for space in spaces}
    assert topics[copy.pk] == topics[full.pk] - 1 == 3  # a topic for each module, and no other


def test_names_of_cohorts_go_along_where_that_is_asked(full: Programme) -> None:
    without = copy_programme(source=full, title="Zonder")
    with_them = copy_programme(source=full, title="Met", with_cohorts=True)
    assert list(without.cohorts.all()) == []
    assert [each.name for each in with_them.cohorts.all()] == ["Groep Eik", "Groep Es"]


def test_it_is_all_or_nothing(full: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {model: model.objects.count() for model in (Programme, Route, Cohort, Phase)}

    def fail(**kwargs: Any) -> None:
        assert Programme.objects.count() > before[Programme]
        raise RuntimeError

    monkeypatch.setattr(receivers, "copy_picks", fail)
    with pytest.raises(RuntimeError):
        copy_programme(source=full, title="Half", with_cohorts=True)
    assert {model: model.objects.count() for model in before} == before


@pytest.mark.parametrize("title", ["", "x" * 121])
def test_a_title_that_cannot_be_is_refused(full: Programme, title: str) -> None:
    with pytest.raises(ProgrammeError) as refused:
        copy_programme(source=full, title=title)
    assert set(refused.value.message_dict) == {"title"}
    assert not Programme.objects.filter(title=title).exists()


def test_addresses_are_found_by_themselves(full: Programme) -> None:
    made = [
        copy_programme(source=full, title=title).slug for title in (full.title, full.title, "?")
    ]
    assert made == ["samen-sterk-2", "samen-sterk-3", "programma"]


def test_a_template_has_no_people_and_no_place_to_talk(full: Programme, anna: User) -> None:
    template = copy_programme(source=full, title="Sjabloon", as_template=True)
    assert outline(template) == outline(full)
    assert template.is_template
    assert ProgrammeTemplate.objects.get().pk == template.pk
    assert not Space.objects.filter(programme=template).exists()
    assert not ModuleThread.objects.filter(space__programme=template).exists()
    with pytest.raises(EnrolmentError):
        enrol_person(person=anna, programme=template)
    with pytest.raises(EnrolmentError):
        enrol_people([Enrolment(person=anna)], programme=template)
    assert not template.enrolments.exists()


def test_a_programme_that_moves_takes_its_days_along(full: Programme, bea: User) -> None:
    moved = shift_programme(programme=full, shift=Shift(14), by=bea)
    later = timedelta(days=14)
    assert (moved.starts_on, moved.ends_on) == (FIRST + later, LAST + later)
    assert list(full.phases.values_list("starts_on", flat=True)) == [
        FIRST + later, THURSDAY + later, LAST + later,
    ]  # fmt: skip
    assert set(full.modules.values_list("opens_on", flat=True)) == {
        None, day(42), day(77),
    }  # fmt: skip
    entry = ModelLogEntry.objects.get(action="programme.shifted")
    assert (entry.user, entry.data) == (bea, {"days": 14})


def test_by_days_a_training_day_is_never_in_a_weekend(full: Programme) -> None:
    shift_programme(programme=full, shift=Shift(2), by=None)
    days = list(full.phases.values_list("starts_on", flat=True))
    assert days == [day(2), day(42), day(119)]
    full.refresh_from_db()
    assert full.ends_on == day(119)


def test_moving_is_all_or_nothing_too(full: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**kwargs: Any) -> None:
        assert Programme.objects.get(pk=full.pk).starts_on != FIRST
        raise RuntimeError

    monkeypatch.setattr(receivers, "shift_picks", fail)
    with pytest.raises(RuntimeError):
        shift_programme(programme=full, shift=Shift(7))
    assert Programme.objects.get(pk=full.pk).starts_on == FIRST
    assert full.phases.first().starts_on == FIRST


@pytest.fixture
def coming(organisation: Any) -> Programme:
    """A programme that begins in thirty days."""
    today = timezone.localdate()
    return Programme.objects.create(
        organisation=organisation,
        title="Straks",
        slug="straks",
        starts_on=today + timedelta(days=30),
        ends_on=today + timedelta(days=100),
    )


@pytest.mark.parametrize(
    ("starts", "ends", "becomes"),
    [
        (30, None, (44, None)),
        (30, 100, (44, 114)),
        (0, 100, (0, 114)),  # who is in, is not shut out
        (40, 90, (40, 90)),  # agreed with this person
        (30, 40, (30, 40)),  # would end before it begins
    ],
)
def test_who_begins_or_ends_with_the_programme_goes_on_doing_so(
    coming: Programme, anna: User, starts: int, ends: int | None, becomes: tuple[int, int | None]
) -> None:
    today = timezone.localdate()
    enrolment = enrol_person(
        person=anna,
        programme=coming,
        starts_on=today + timedelta(days=starts),
        ends_on=None if ends is None else today + timedelta(days=ends),
    )
    shift_programme(programme=coming, shift=Shift(14))
    enrolment.refresh_from_db()
    found = (enrolment.starts_on, enrolment.ends_on)
    assert tuple(each and (each - today).days for each in found) == becomes


def test_codes_follow_the_last_day(coming: Programme, anna: User) -> None:
    enrolment = enrol_person(person=anna, programme=coming)
    issued = issue_code(enrolment=enrolment)
    assert redeem_code(code=parse(issued.text)) == anna
    before = AccessCode.objects.get(pk=issued.code.pk).expires_at
    shift_programme(programme=coming, shift=Shift(14))
    after = AccessCode.objects.get(pk=issued.code.pk).expires_at
    assert timezone.localtime(after).date() - timezone.localtime(before).date() == timedelta(14)


def test_roles_of_staff_are_not_copied(full: Programme, carla: User) -> None:
    copy = copy_programme(source=full, title="Nog eens")
    assert Enrolment.objects.filter(role=Role.COORDINATOR).count() == 1
    assert not ProgrammeModule.objects.filter(programme=copy, route__programme=full).exists()
