"""The first page of the CMS: what needs a coordinator, with the way to it, and nothing of others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.enrolment import codes
from learning.enrolment.importing.models import ImportRun
from learning.enrolment.mailing.models import Mail, MailKind, MailState
from learning.enrolment.models import AccessCode, Enrolment, Role
from learning.enrolment.services import enrol_person, issue_code, redeem_code
from learning.enrolment.upkeep import freeze_code
from learning.programmes.models import PhaseKind, Programme
from learning.programmes.services import add_phase
from portal.accounts.models import User

HOME = reverse("wagtailadmin_home")


@pytest.fixture
def office(as_person: Callable[..., Client], fatma: User) -> Client:
    return as_person(fatma)


def panel(response: Any) -> dict[str, Any]:
    """What the panel says: the words of each line and where they lead, by programme."""
    [context] = [each for each in response.context if "to_do" in each][:1]
    return {str(programme): lines for programme, lines in context["to_do"]}


def words(response: Any, programme: Programme) -> list[str]:
    return [line.text for line in panel(response).get(str(programme), [])]


def kick_off_in(programme: Programme, days: int) -> None:
    day = timezone.localdate() + timedelta(days=days)
    add_phase(programme=programme, kind=PhaseKind.KICK_OFF, title="Aftrap", starts_on=day)


def test_nothing_to_do_is_said(office: Client, programme: Programme, dirk: User):
    response = office.get(HOME)
    assert panel(response) == {}
    assert "Niets te doen" in response.content.decode()


def test_each_programme_says_how_many_are_in_and_leads_on(
    office: Client,
    programme: Programme,
    anna: User,
    bram: User,
    guus: User,
    enrolment_of: Any,
):
    issued = issue_code(enrolment=enrolment_of(anna))
    redeem_code(code=codes.parse(issued.text))
    page = office.get(HOME).text
    assert "1 van 2 deelnemers zijn binnen." in page
    for url in (
        reverse("office_imports:add_in", args=[programme.pk]),
        reverse("kickoff", args=[programme.slug]),
    ):
        assert f'href="{url}"' in page
        assert office.get(url).status_code == 200
    assert "Ruimte maken" not in page


def test_my_account_of_the_cms_leads_to_the_one_of_the_portal(office: Client):
    assert 'href="/account/"' in office.get(reverse("wagtailadmin_account")).text


def test_each_line_counts_and_leads_to_just_these_people(
    office: Client,
    programme: Programme,
    anna: User,
    bram: User,
    chantal: User,
    dirk: User,
    hugo: User,
    enrolment_of: Any,
):
    kick_off_in(programme, 5)
    issue_code(enrolment=enrolment_of(anna))
    soon = timezone.now() + timedelta(days=3)
    freeze_code(selector=issue_code(enrolment=enrolment_of(bram), expires_at=soon).code.selector)
    response = office.get(HOME)
    found = panel(response)[programme.title]
    assert [line.text[:25] for line in found] == [
        "1 code is geblokkeerd: te",
        "1 persoon heeft geen code",
        "1 persoon heeft de code n",
        "1 ongebruikte code verloo",
    ][: len(found)]
    assert len(found) == 3
    listed = []
    for line in found:
        rows = office.get(line.url).context["object_list"]
        listed.append([str(each.person) for each in rows])
    assert listed == [["Bram Bakker"], ["Chantal Claes"], ["Anna Aalbers"]]


@pytest.mark.parametrize(("days", "is_said"), [(8, False), (7, True), (-3, True)])
def test_codes_never_used_are_news_from_a_week_before_the_kick_off(
    office: Client, programme: Programme, anna: User, enrolment_of: Any, days: int, is_said: bool
):
    kick_off_in(programme, days)
    issue_code(enrolment=enrolment_of(anna))
    assert any("nog nooit" in text for text in words(office.get(HOME), programme)) is is_said


def test_an_unused_code_that_expires_is_said_and_one_in_use_is_not(
    office: Client, programme: Programme, anna: User, bram: User, enrolment_of: Any
):
    kick_off_in(programme, 50)
    soon = timezone.now() + timedelta(days=3)
    issue_code(enrolment=enrolment_of(anna), expires_at=soon)
    redeem_code(code=codes.parse(issue_code(enrolment=enrolment_of(bram)).text))
    AccessCode.objects.filter(enrolment__person=bram).update(expires_at=soon)
    assert [text[:1] for text in words(office.get(HOME), programme)] == ["1"]


def test_mails_that_failed_and_lists_that_wait(
    office: Client, programme: Programme, anna: User, enrolment_of: Any, fatma: User
):
    issue_code(enrolment=enrolment_of(anna))
    kick_off_in(programme, 50)
    Mail.objects.create(
        kind=MailKind.CODE,
        programme=programme,
        enrolment=enrolment_of(anna),
        to="anna@veldermeer.example",
        state=MailState.FAILED,
    )
    ImportRun.objects.create(programme=programme, by=fatma, filename="lijst.xlsx")
    found = panel(office.get(HOME))[programme.title]
    assert [line.url.split("?")[0] for line in found] == [
        reverse("office_mails:index"),
        reverse("office_imports:index"),
    ]
    assert len(office.get(found[0].url).context["object_list"]) == 1


def test_other_programmes_are_nobodys_business(
    office: Client, programme: Programme, other_programme: Programme, guus: User, gerda: User
):
    response = office.get(HOME)
    assert panel(response) == {}
    assert other_programme.title not in response.content.decode()


def test_several_programmes_are_told_apart_and_one_that_is_over_is_quiet(
    office: Client,
    programme: Programme,
    other_programme: Programme,
    anna: User,
    guus: User,
    fatma: User,
):
    enrol_person(person=fatma, programme=other_programme, role=Role.COORDINATOR)
    response = office.get(HOME)
    assert set(panel(response)) == {programme.title, other_programme.title}
    yesterday = timezone.localdate() - timedelta(days=1)
    Programme.objects.filter(pk=other_programme.pk).update(ends_on=yesterday)
    assert set(panel(office.get(HOME))) == {programme.title}


@pytest.mark.parametrize("who", ["dirk", "rik"])
def test_who_runs_no_programme_has_no_panel(request: Any, as_person: Any, anna: User, who: str):
    response = as_person(request.getfixturevalue(who)).get(HOME)
    assert "Vraagt je aandacht" not in response.content.decode()
    assert Enrolment.objects.filter(role=Role.PARTICIPANT).exists()
