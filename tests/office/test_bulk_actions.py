"""Codes and enrolments of many at once: said with numbers, done, and who was left out and why."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.enrolment import codes
from learning.enrolment.models import AccessCode, Enrolment
from learning.enrolment.services import issue_code, redeem_code
from learning.enrolment.upkeep import freeze_code
from portal.accounts.models import User


@pytest.fixture
def office(as_person: Callable[..., Client], fatma: User) -> Client:
    return as_person(fatma)


def address(action: str, **query: Any) -> str:
    args = ["learning", "enrolment", action]
    return reverse("wagtail_bulk_action", args=args, query=query or {"id": "all"})


def confirm(office: Client, page: str, **answers: Any) -> Any:
    told = office.post(page, answers) if answers else office.get(page)
    done = office.post(page, {**answers, "seen": told.context["seen"]}, follow=True)
    return told.context, [str(message) for message in done.context["messages"]]


def names(people: list[Any]) -> list[str]:
    return [each.person.first_name for each in people]


def test_extending_many_leaves_out_who_needs_no_letter(
    office: Client, anna: User, bram: User, chantal: User, enrolment_of: Any
):
    yesterday = timezone.now() - timedelta(days=1)
    expired = issue_code(enrolment=enrolment_of(anna), expires_at=yesterday)
    used = issue_code(enrolment=enrolment_of(bram))
    redeem_code(code=codes.parse(used.text))
    until = timezone.localdate() + timedelta(days=30)
    told, said = confirm(office, address("extend_codes"), until=until.strftime("%d-%m-%Y"))
    assert names(told["chosen"].able) == ["Anna"]
    assert sorted(map(names, told["chosen"].left_out.values())) == [["Bram"], ["Chantal", "Fatma"]]
    assert len(told["consequences"]) == 3
    assert redeem_code(code=codes.parse(expired.text)) == anna
    assert said[0] == "1 code is verlengd."
    assert "Bram Bakker" in said[1]


def test_a_day_in_the_past_is_asked_again(office: Client, anna: User):
    response = office.post(address("extend_codes"), {"until": "01-01-2001"})
    assert response.context["is_asking"]
    assert list(response.context["form"].errors) == ["until"]


def test_revoking_many_says_who_was_in(
    office: Client, anna: User, bram: User, chantal: User, enrolment_of: Any, fatma: User
):
    issued = [issue_code(enrolment=enrolment_of(each)) for each in (anna, bram)]
    redeem_code(code=codes.parse(issued[0].text))
    told, said = confirm(office, address("revoke_codes"))
    assert told["is_serious"]
    assert any(each.startswith("1 van hen is al binnen") for each in told["consequences"])
    assert not AccessCode.objects.filter(revoked_at=None).exists()
    assert said[0] == "2 codes zijn ingetrokken."
    assert "Chantal Claes" in said[1]


def test_letting_go_is_for_frozen_codes(office: Client, anna: User, bram: User, enrolment_of: Any):
    for each in (anna, bram):
        issue_code(enrolment=enrolment_of(each))
    freeze_code(selector=enrolment_of(anna).codes.get().selector)
    listed = office.get(reverse("office_enrolments:index"), {"code": "frozen"})
    assert [str(each.person) for each in listed.context["object_list"]] == ["Anna Aalbers"]
    told, _said = confirm(office, address("unfreeze_codes"))
    assert names(told["chosen"].able) == ["Anna"]
    assert not AccessCode.objects.exclude(frozen_at=None).exists()


def test_moving_many_tells_which_spaces_open_and_close(
    office: Client, anna: User, bram: User, chantal: User, other_cohort: Any, route: Any
):
    told, said = confirm(office, address("move"), cohort=str(other_cohort.pk), route="none")
    assert names(told["chosen"].able) == ["Anna", "Bram", "Chantal"]
    assert told["consequences"][0].startswith("2 mensen")
    assert "Groep Populier" in told["consequences"][0]
    assert any("Groep Wilg" in line for line in told["consequences"])
    assert any("3 mensen" in line for line in told["consequences"])
    moved = Enrolment.objects.filter(cohort=other_cohort, route=None)
    assert set(moved.values_list("person__first_name", flat=True)) == {"Anna", "Bram", "Chantal"}
    assert said[0] == "3 mensen zijn verplaatst."


def test_who_is_there_already_is_left_out(office: Client, anna: User, chantal: User, cohort: Any):
    told, _said = confirm(office, address("move"), cohort=str(cohort.pk), route="")
    assert names(told["chosen"].able) == ["Chantal"]
    assert ["Anna"] in [names(people) for people in told["chosen"].left_out.values()]


def test_moving_to_nowhere_or_elsewhere_is_asked_again(
    office: Client, anna: User, other_programme: Any, guus: User
):
    elsewhere = other_programme.cohorts.get()
    for answer in ({}, {"cohort": str(elsewhere.pk)}):
        response = office.post(address("move"), {"route": "", **answer})
        assert response.context["is_asking"]
    assert "Groep Den" not in office.get(address("move")).content.decode()


def test_ending_many_spares_oneself(
    office: Client, anna: User, bram: User, dirk: User, fatma: User, enrolment_of: Any
):
    told, said = confirm(office, address("end"))
    assert names(told["chosen"].able) == ["Anna", "Bram", "Dirk"]
    assert any(each.startswith("1 van hen") for each in told["consequences"])
    assert enrolment_of(fatma).ended_at is None
    assert all(enrolment_of(each).ended_at for each in (anna, bram, dirk))
    assert said[0] == "3 inschrijvingen zijn beëindigd."


def test_what_is_not_confirmed_does_not_happen(office: Client, anna: User, enrolment_of: Any):
    issue_code(enrolment=enrolment_of(anna))
    for action in ("end", "revoke_codes", "unfreeze_codes", "extend_codes", "move"):
        office.get(address(action))
        office.post(address(action))
    enrolment = enrolment_of(anna)
    assert enrolment.ended_at is None
    assert enrolment.codes.get().revoked_at is None


@pytest.mark.parametrize("people", [1, 3])
def test_a_question_costs_the_same_for_one_and_for_three(
    office: Client,
    anna: User,
    bram: User,
    chantal: User,
    enrolment_of: Any,
    django_assert_num_queries: Any,
    people: int,
):
    chosen = [enrolment_of(each) for each in (anna, bram, chantal)][:people]
    for each in chosen:
        issue_code(enrolment=each)
    page = {"id": [each.pk for each in chosen]}
    office.get(address("end", **page))
    for action, queries in (("end", 11), ("revoke_codes", 12), ("move", 13)):
        with django_assert_num_queries(queries):
            office.get(address(action, **page))


def test_replacing_many_leads_to_what_hands_out_the_codes(
    office: Client, anna: User, bram: User, enrolment_of: Any
):
    issue_code(enrolment=enrolment_of(anna))
    page = address("replace_codes", id=[enrolment_of(anna).pk, enrolment_of(bram).pk])
    form = office.get(page).context["form"]
    ways = [value for value, _label in form.fields["way"].choices]
    assert ways == ["letters", "cards", "mail_code"]
    for way in ways:
        response = office.post(page, {"way": way}, follow=True)
        assert len(response.redirect_chain) == 1
        assert response.context["count"] == 2
    assert office.post(page, {"way": "end"}).context["is_asking"]
    assert enrolment_of(anna).codes.get().revoked_at is None
