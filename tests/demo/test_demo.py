"""The demo as it stands in the database, after it was built twice."""

from collections import Counter
from typing import Any

import pytest

from forum.board.models import Space
from forum.board.queries import latest_topics
from learning.enrolment import codes
from learning.enrolment.access import entitlements_of
from learning.enrolment.models import AccessCode, Role
from learning.enrolment.services import redeem_code
from learning.modules.queries import ModuleState, module_overview
from learning.programmes.models import CodeMode, Programme, ProgrammeTemplate
from portal.accounts.models import User
from tests.demo.conftest import Built

pytestmark = pytest.mark.django_db


def find(people: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(who for who in people if who["name"] == name)


def person(name: str) -> User:
    first, _, last = name.partition(" ")
    return User.objects.get(first_name=first, last_name=last)


def test_the_second_run_changes_nothing(built: Built) -> None:
    assert built.second == built.people
    assert built.after == built.before


def test_who_is_in_it(built: Built) -> None:
    roles = Counter(who["role"] for who in built.people)
    assert roles == {
        "participant": 28, "trainer": 2, "coach": 1, "coordinator": 1, "administrator": 1,
    }  # fmt: skip
    cohorts = Counter(who["cohort"] for who in built.people if who["role"] == "participant")
    assert cohorts == {"Groep Populier": 12, "Groep Wilg": 13, "Groep Linde": 3}


def test_the_list_has_the_promised_shape(built: Built) -> None:
    for who in built.people:
        if who["role"] == "participant":
            assert {"name", "role", "cohort", "code", "url"} <= set(who)
            assert who["url"].endswith("/inloggen/")
        else:
            keys = {"name", "role", "username", "password", "recovery_codes", "url"}
            assert keys <= set(who)
            assert who["url"].endswith("/inloggen/medewerkers/")
            assert len(set(who["recovery_codes"])) == 10
    assert built.mode == 0o600


def test_everyone_finds_on_the_screen_what_they_sign_in_with(built: Built) -> None:
    for who in built.people:
        keys = ("name", "code") if who["role"] == "participant" else ("username", "password")
        (line,) = (line for line in built.printed.splitlines() if who[keys[0]] in line)
        assert who[keys[1]] in line


def test_one_newcomer_has_a_code_that_works_once(built: Built) -> None:
    (newcomer,) = (who for who in built.people if who.get("mode") == "activate")
    code = codes.parse(newcomer["code"])
    assert redeem_code(code=code) == person(newcomer["name"])
    assert redeem_code(code=code) is None


def test_every_other_code_goes_on_working(built: Built) -> None:
    for who in built.people:
        if who["role"] == "participant" and "mode" not in who:
            code = codes.parse(who["code"])
            assert redeem_code(code=code) == redeem_code(code=code) == person(who["name"])


def test_codes_live_for_years(built: Built) -> None:
    soonest = AccessCode.objects.filter(mode=CodeMode.REPEAT).earliest("expires_at").expires_at
    assert (soonest.date() - Programme.objects.get(is_template=False).starts_on).days > 3000


def test_there_is_a_template_of_all_of_it_but_the_people(built: Built) -> None:
    template, programme = ProgrammeTemplate.objects.get(), Programme.objects.get(is_template=False)
    for parts, number in (("routes", 2), ("cohorts", 3), ("phases", 28), ("modules", 15)):
        assert getattr(template, parts).count() == getattr(programme, parts).count() == number
    assert not template.enrolments.exists()
    assert not Space.objects.filter(programme=template).exists()


def test_staff_sign_in_with_what_is_printed(built: Built) -> None:
    for who in built.people:
        if who["role"] != "participant":
            user = User.objects.get(username=who["username"])
            assert user.check_password(who["password"])
            assert user.needs_second_factor
            assert user.is_superuser is (who["role"] == "administrator")


def test_participants_are_preparing_bad_news(built: Built) -> None:
    who = entitlements_of(person("Aylin Demirci"))
    states = {module.offer.slug: module.state for module in module_overview(who)}
    assert states["slecht-nieuws"] in (ModuleState.TO_DO, ModuleState.STARTED)
    assert states["weerstand"] is ModuleState.LATER
    assert "situationeel-leidinggeven" not in states


def test_routes_differ(built: Built) -> None:
    overview = module_overview(entitlements_of(person("Marjan Kooiman")))
    electives = {module.offer.slug: module.offer.elective for module in overview}
    assert electives["slecht-nieuws"] is True
    assert electives["situationeel-leidinggeven"] is False
    assert "beslissingen" not in electives


def test_people_talk_in_the_programme_and_in_their_groups(built: Built) -> None:
    spaces = {str(space): space.forum.direct_topics_count for space in Space.objects.all()}
    assert sorted(spaces.values()) == [0, 4, 4, 20]


def test_someone_has_something_new_to_read(built: Built) -> None:
    news = latest_topics(entitlements_of(person("Aylin Demirci")), 30)
    assert {topic.is_new for topic in news} == {True, False}


def test_the_newcomer_has_begun_nothing(built: Built) -> None:
    overview = module_overview(entitlements_of(person("Jasmijn Koning")))
    assert {module.state for module in overview} == {ModuleState.TO_DO, ModuleState.LATER}


def test_a_coach_is_in_no_space(built: Built) -> None:
    coach = next(who for who in built.people if who["role"] == Role.COACH)
    assert latest_topics(entitlements_of(User.objects.get(username=coach["username"])), 5) == []
