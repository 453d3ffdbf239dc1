"""From which day until which day: of an enrolment, of a programme that is over, and of a code."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.enrolment.access import entitlements_of
from learning.enrolment.codes import parse
from learning.enrolment.lifetimes import end_of_day, last_day
from learning.enrolment.models import Enrolment
from learning.enrolment.queries import standings_in
from learning.enrolment.services import (
    change_enrolment,
    enrol_person,
    issue_code,
    redeem_code,
)
from learning.organisation.models import Organisation
from learning.programmes.models import Programme
from portal.accounts.models import User
from tests.conftest import make_programme

SignIn = Callable[[User | None], Client]


@pytest.fixture
def here(anna: User) -> Enrolment:
    return Enrolment.objects.get(person=anna)


class TestProgrammeThatIsOver:
    """Who has no last day of their own reads on for ninety days, and then no longer."""

    @pytest.fixture
    def end_programme(self, programme: Programme) -> Callable[[int], None]:
        def ended(days_ago: int) -> None:
            day = timezone.localdate() - timedelta(days=days_ago)
            Programme.objects.filter(pk=programme.pk).update(
                starts_on=day - timedelta(days=100), ends_on=day
            )

        return ended

    @pytest.mark.parametrize(("days_ago", "opens"), [(1, True), (90, True), (91, False)])
    def test_it_can_be_read_for_a_while(
        self,
        days_ago: int,
        opens: bool,
        here: Enrolment,
        bram: User,
        end_programme: Callable[[int], None],
    ) -> None:
        end_programme(days_ago)
        again = Enrolment.objects.get(pk=here.pk)
        assert again.is_active is opens
        assert Enrolment.objects.active().filter(pk=here.pk).exists() is opens
        assert Enrolment.objects.lasting().filter(pk=here.pk).exists() is opens
        assert bool(entitlements_of(here.person)) is opens
        User.objects.filter(pk=here.person_id).update(photo="photos/anna.webp")
        standing = standings_in(here.programme_id, [here.person_id, bram.pk])
        assert bool(standing[here.person_id].photo) is opens

    def test_an_open_session_opens_nothing_after_that(
        self, here: Enrolment, as_person: SignIn, end_programme: Callable[[int], None]
    ) -> None:
        browser = as_person(here.person)
        assert browser.get("/groep/").status_code == 200
        end_programme(91)
        assert browser.get("/groep/").status_code == 404

    def test_no_code_opens_it_any_more(
        self, here: Enrolment, end_programme: Callable[[int], None]
    ) -> None:
        old = issue_code(enrolment=here)
        end_programme(1)
        here.refresh_from_db()
        change_enrolment(
            enrolment=here, cohort=None, route=None, department=None, function="", ends_on=None
        )
        assert redeem_code(code=parse(old.text)) is None

    def test_its_coordinator_can_still_close_it(
        self, fatma: User, end_programme: Callable[[int], None]
    ) -> None:
        end_programme(500)
        theirs = Enrolment.objects.get(person=fatma)
        assert theirs.is_active
        assert entitlements_of(fatma).coordinated_programme_ids == {theirs.programme_id}

    def test_a_last_day_of_ones_own_comes_first(
        self, here: Enrolment, end_programme: Callable[[int], None]
    ) -> None:
        end_programme(1)
        Enrolment.objects.filter(pk=here.pk).update(
            starts_on=timezone.localdate() - timedelta(days=9),
            ends_on=timezone.localdate() - timedelta(days=1),
        )
        assert not Enrolment.objects.get(pk=here.pk).is_active
        assert not entitlements_of(here.person)


class TestUnusedCode:
    def test_it_works_for_sixty_days_to_the_end_of_the_last(self, here: Enrolment) -> None:
        code = issue_code(enrolment=here).code
        assert code.expires_at == end_of_day(timezone.localdate() + timedelta(days=60))
        assert last_day(code.expires_at) == timezone.localdate() + timedelta(days=60)

    def test_the_day_is_said_in_the_same_words_everywhere(
        self, here: Enrolment, fatma: User, as_person: SignIn
    ) -> None:
        here.programme.starts_on = here.starts_on
        office = as_person(fatma)
        asked = office.get(reverse("office_enrolments:issue_code", args=[here.pk])).text
        shown = office.post(reverse("office_enrolments:issue_code", args=[here.pk])).text
        listed = office.get(reverse("office_enrolments:index")).text
        for page in (shown, listed):
            assert "tot en met " in page
        for page in (asked, shown, listed):
            assert "vóór" not in page


def test_a_programme_for_next_year_does_not_take_the_place_of_this_years(
    here: Enrolment, organisation: Organisation
) -> None:
    later = make_programme(organisation, "Volgend jaar", "volgend-jaar")
    day = timezone.localdate() + timedelta(days=200)
    Programme.objects.filter(pk=later.pk).update(starts_on=day, ends_on=day + timedelta(days=100))
    enrol_person(person=here.person, programme=later)
    who = entitlements_of(here.person)
    assert [each.programme_id for each in who.enrolments] == [here.programme_id, later.pk]
    assert who.current == here
