"""The access log on screen: one list, for administrators all of it, for each person their own part."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from learning.enrolment.log.lines import KINDS, Question, described, forget_old_code_events, rows
from learning.enrolment.models import AccessCode, CodeEvent
from portal.accounts.access_log import Kind, note_access
from portal.accounts.models import AccessEvent, User

pytestmark = pytest.mark.django_db
AsPerson = Callable[[User | None], Client]
CodeOf = Callable[[User], str]


@pytest.fixture
def bea(make_person: Any) -> User:
    return make_person("Bea Beheer", username="bea", is_superuser=True, is_staff=True)


@pytest.fixture
def history(anna: User, bram: User, fatma: User, bea: User, code_of: CodeOf) -> None:
    """Fatma opened both pages, Anna got a code and came in with it, Bea exported a list."""
    note_access(kind=Kind.PERSON_OPENED, about=anna, by=fatma, detail="Stevig aan tafel")
    note_access(kind=Kind.PERSON_OPENED, about=bram, by=fatma, detail="Van Bram")
    note_access(kind=Kind.EXPORT, by=bea, detail="640 mensen")
    Client().post(reverse("code_login"), {"code": code_of(anna)})


def shown(page: Any) -> list[tuple[str, str, str]]:
    return [(line["what"], str(line["about"]), str(line["by"])) for line in page.context["lines"]]


class TestTheWholeLog:
    @pytest.fixture
    def ask(self, history: None, bea: User, as_person: AsPerson) -> Callable[..., Any]:
        client = as_person(bea)
        return lambda **query: client.get(reverse("access_log"), query)

    def test_holds_accounts_and_codes_in_one_list_newest_first(self, ask: Any) -> None:
        page = ask()
        assert [what for what, _about, _by in shown(page)] == [
            "Persoonlijke code: Gebruikt",
            "Persoonlijke code: Uitgegeven",
            "Lijst met mensen gedownload",
            "Pagina van de persoon geopend",
            "Pagina van de persoon geopend",
        ]
        assert shown(page)[0] == ("Persoonlijke code: Gebruikt", "Anna Aalbers", "Anna Aalbers")

    def test_is_filtered_by_name_kind_and_day(self, ask: Any, anna: User) -> None:
        assert {about for _w, about, _b in shown(ask(words="bakker"))} == {"Bram Bakker"}
        assert len(shown(ask(words="fatma"))) == 2
        assert shown(ask(kind="account.export")) == [
            ("Lijst met mensen gedownload", "None", "Bea Beheer")
        ]
        assert len(shown(ask(kind="code.issued"))) == 1
        assert len(shown(ask(person=anna.pk))) == 3
        today = timezone.localdate()
        assert len(shown(ask(since=today.isoformat(), until=today.isoformat()))) == 5
        assert shown(ask(until=(today - timedelta(days=1)).isoformat())) == []
        assert shown(ask(since=(today + timedelta(days=1)).isoformat())) == []

    def test_nonsense_in_a_filter_is_no_error(self, ask: Any) -> None:
        page = ask(kind="x.y", since="ooit", person="abc", p="999")
        assert page.status_code == 200
        assert len(shown(page)) == 5

    def test_every_kind_can_be_chosen(self, ask: Any) -> None:
        for kind, _label in KINDS:
            assert ask(kind=kind).status_code == 200

    def test_costs_the_same_however_long_it_is(self, ask: Any, anna: User, fatma: User) -> None:
        ask()
        found = []
        for _more in range(2):
            with CaptureQueriesContext(connection) as queries:
                ask()
            found.append(len(queries))
            for number in range(120):
                note_access(kind=Kind.MAIL_SENT, about=anna, by=fatma, detail=str(number))
        assert found[0] == found[1]
        assert len(shown(ask())) == 50
        assert len(shown(ask(p=5))) == 45

    def test_as_a_file_is_safe_for_a_spreadsheet_and_is_itself_noted(
        self, ask: Any, anna: User, fatma: User
    ) -> None:
        note_access(kind=Kind.MAIL_SENT, about=anna, by=fatma, detail='=HYPERLINK("x")')
        response = ask(export="csv", words="anna")
        table = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
        assert table[0] == ["Wanneer", "Wat", "Over wie", "Door", "Toelichting"]
        assert len(table) == 5
        assert table[1][2:] == ["Anna Aalbers", "Fatma Faber", '\'=HYPERLINK("x")']
        assert "attachment" in response.headers["Content-Disposition"]
        assert AccessEvent.objects.filter(kind=Kind.EXPORT, detail="Logboek").count() == 1

    def test_never_holds_a_code(self, ask: Any, anna: User, bea: User) -> None:
        selector = AccessCode.objects.get(enrolment__person=anna).selector
        assert selector not in ask().text
        assert selector not in ask(export="csv").content.decode()

    @pytest.mark.parametrize("who", ["fatma", "dirk", "els", "anna"])
    def test_is_for_administrators_alone(
        self, history: None, who: str, request: pytest.FixtureRequest, as_person: AsPerson
    ) -> None:
        client = as_person(request.getfixturevalue(who))
        for query in ({}, {"export": "csv"}):
            response = client.get(reverse("access_log"), query)
            assert response.status_code in {302, 404}
            assert b"Pagina van" not in response.content


class TestMyOwnPart:
    def test_says_who_in_which_role_did_what(
        self, history: None, anna: User, as_person: AsPerson
    ) -> None:
        page = as_person(anna).get(reverse("who_looked")).text
        assert "Pagina van de persoon geopend" in page
        assert "Fatma Faber" in page
        assert "(coördinator)" in page
        assert "Stevig aan tafel" in page

    def test_holds_nothing_about_others(
        self, history: None, anna: User, as_person: AsPerson
    ) -> None:
        for query in ({}, {"wat": "zelf"}):
            page = as_person(anna).get(reverse("who_looked"), query).text
            assert "Van Bram" not in page
            assert "640 mensen" not in page

    def test_what_i_did_is_on_a_page_of_its_own(
        self, history: None, anna: User, as_person: AsPerson
    ) -> None:
        client = as_person(anna)
        others = client.get(reverse("who_looked"))
        mine = client.get(reverse("who_looked"), {"wat": "zelf"})
        assert "Persoonlijke code: Gebruikt" not in others.text
        assert [line.what for line, _who, _role in mine.context["lines"]] == [
            "Persoonlijke code: Gebruikt"
        ]

    def test_whoever_tried_my_code_is_unknown(
        self, anna: User, code_of: CodeOf, as_person: AsPerson
    ) -> None:
        code_of(anna)
        CodeEvent.objects.create(code=AccessCode.objects.get(), kind=CodeEvent.Kind.REFUSED)
        page = as_person(anna).get(reverse("who_looked"))
        assert ("Persoonlijke code: Geweigerd", "Onbekend") in [
            (line.what, who) for line, who, _role in page.context["lines"]
        ]

    @pytest.mark.parametrize("more", [1, 3])
    def test_costs_seven_statements(
        self,
        history: None,
        anna: User,
        fatma: User,
        dirk: User,
        as_person: AsPerson,
        more: int,
        django_assert_num_queries: Any,
    ) -> None:
        client = as_person(anna)
        for _line in range(more):
            note_access(kind=Kind.PERSON_OPENED, about=anna, by=dirk)
        client.get(reverse("who_looked"))
        with django_assert_num_queries(7):
            client.get(reverse("who_looked"))

    def test_a_coordinator_sees_nothing_about_participants(
        self, history: None, fatma: User, as_person: AsPerson
    ) -> None:
        page = as_person(fatma).get(reverse("who_looked"), {"person": 1, "words": "anna"}).text
        assert "Persoonlijke code" not in page
        assert "Anna" not in page


class TestSignIns:
    def test_of_staff_are_noted_with_how(self, as_staff: Client, set_up_trainer: User) -> None:
        event = AccessEvent.objects.get(kind=Kind.SIGN_IN)
        assert (event.about, event.by, event.detail) == (
            set_up_trainer,
            set_up_trainer,
            "mfa password",
        )
        [line] = described(rows(Question(about=set_up_trainer.pk)))
        assert line.detail == "wachtwoord, tweede stap"

    def test_with_a_code_are_noted_once(self, anna: User, code_of: CodeOf) -> None:
        Client().post(reverse("code_login"), {"code": code_of(anna)})
        assert not AccessEvent.objects.exists()
        assert CodeEvent.objects.filter(kind=CodeEvent.Kind.USED).count() == 1


def test_what_happened_to_codes_disappears_when_it_is_old(
    settings: Any, anna: User, code_of: CodeOf
) -> None:
    settings.ACCESS_LOG_DAYS = 30
    code_of(anna)
    code = AccessCode.objects.get()
    for days in (29, 31):
        at = timezone.now() - timedelta(days=days)
        CodeEvent.objects.create(code=code, kind=CodeEvent.Kind.USED, by=anna, at=at)
    assert forget_old_code_events() == 1
    assert code.events.count() == 2
    code.refresh_from_db()
    assert code.revoked_at is None
