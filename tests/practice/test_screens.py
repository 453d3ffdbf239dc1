"""The screens: who gets them, what stands on them, and that nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from learning.enrolment.models import Enrolment, Role
from learning.modules.models import ModulePage
from learning.practice import services
from learning.practice.models import CaseState, PracticeCase
from learning.programmes.models import Programme
from portal.accounts.models import User
from tests.practice.conftest import COMPLETE, place_of, send

pytestmark = pytest.mark.django_db

MakeCase = Callable[..., PracticeCase]
AsPerson = Callable[[User | None], Client]
PAGES = ("", "bewerken/", "sturen/", "delen/", "terugkijken/", "weggooien/")


@pytest.fixture
def annas(anna: User, as_person: AsPerson) -> Client:
    return as_person(anna)


@pytest.fixture
def case(make_case: MakeCase, anna: User) -> PracticeCase:
    return make_case(anna)


def filled_in(**fields: Any) -> dict[str, Any]:
    """What a browser posts of a form that is complete."""
    people = COMPLETE["people"]
    rows = {f"people-{n}-{key}": text for n, row in enumerate(people) for key, text in row.items()}  # type: ignore[arg-type, attr-defined]
    counts = {"people-TOTAL_FORMS": "2", "people-INITIAL_FORMS": "0"}
    answers = {key: answer for key, answer in COMPLETE.items() if key != "people"}
    return answers | rows | counts | {"edition": "0"} | fields


class TestWriting:
    def test_what_is_written_is_kept_and_the_names_are_hinted_at(
        self, annas: Client, anna: User, bram: User, programme: Programme, theme: ModulePage
    ) -> None:
        situation = "Volgens Bram en mevrouw de Wit kan het niet."
        post = filled_in(theme=str(theme.pk), situation=situation)
        page = annas.post(f"/praktijk/nieuw/{programme.pk}/", post, follow=True).content.decode()
        case = PracticeCase.objects.get(person=anna)
        assert (case.theme, case.content["situation"]) == (theme, situation)
        assert case.content["people"] == COMPLETE["people"]  # the empty row is left out
        assert case.own == {"feeling": COMPLETE["feeling"]}
        assert "Is dit een naam? Bram, mevrouw de Wit" in page

    def test_names_of_people_whom_one_does_not_see_are_not_known(
        self, annas: Client, chantal: User, case: PracticeCase
    ) -> None:
        change = COMPLETE | {"situation": "Chantal zei niets."}
        services.change_case(case=case, theme=case.theme, answers=change, edition=0)
        assert "Is dit een naam" not in annas.get(case.url).content.decode()

    def test_an_error_keeps_what_was_typed(self, annas: Client, programme: Programme) -> None:
        post = filled_in(title="x" * 121, theme="")
        page = annas.post(f"/praktijk/nieuw/{programme.pk}/", post)
        assert page.context["form"].errors.keys() == {"title"}
        said = page.content.decode()
        for typed in (COMPLETE["situation"], COMPLETE["feeling"], "gezien worden"):
            assert str(typed) in said
        assert not PracticeCase.objects.exists()

    def test_room_for_another_person_without_script(
        self, annas: Client, programme: Programme
    ) -> None:
        page = annas.post(f"/praktijk/nieuw/{programme.pk}/", filled_in(another="1"))
        said = page.content.decode()
        assert 'name="people-2-role"' in said
        assert "gezien worden" in said
        assert not PracticeCase.objects.exists()

    def test_a_case_can_be_kept_before_it_is_complete(
        self, annas: Client, programme: Programme
    ) -> None:
        empty = dict.fromkeys(filled_in(), "") | {
            "people-TOTAL_FORMS": "2", "people-INITIAL_FORMS": "0", "edition": "0",
        }  # fmt: skip
        annas.post(f"/praktijk/nieuw/{programme.pk}/", empty)
        assert not PracticeCase.objects.exists()
        annas.post(f"/praktijk/nieuw/{programme.pk}/", empty | {"title": "Alleen dit"})
        assert PracticeCase.objects.get().title == "Alleen dit"

    def test_two_screens_at_once_end_in_a_choice(self, annas: Client, case: PracticeCase) -> None:
        annas.post(f"{case.url}bewerken/", filled_in(title="Eerst"))
        page = annas.post(f"{case.url}bewerken/", filled_in(title="Daarna"))
        assert "op een ander scherm gewijzigd" in page.content.decode()
        assert 'value="Daarna"' in page.content.decode()
        case.refresh_from_db()
        assert case.title == "Eerst"
        annas.post(
            f"{case.url}bewerken/",
            filled_in(title="Daarna", edition=page.context["form"]["edition"].value()),
        )
        case.refresh_from_db()
        assert case.title == "Daarna"

    def test_not_in_a_programme_in_which_one_does_not_take_part(
        self, as_person: AsPerson, programme: Programme, guus: User, dirk: User, fatma: User
    ) -> None:
        for person in (guus, dirk, fatma):
            assert as_person(person).get(f"/praktijk/nieuw/{programme.pk}/").status_code == 404


class TestReaders:
    def test_are_named_before_it_is_sent(
        self, annas: Client, case: PracticeCase, dirk: User
    ) -> None:
        assert (
            "dan ook trainer Dirk de Trainer" in annas.get(f"{case.url}bewerken/").content.decode()
        )
        assert "Alleen jij" in annas.get(case.url).content.decode()
        annas.post(f"{case.url}sturen/", {"trainers": place_of(dirk, Role.TRAINER)})
        assert not case.readers.exists()  # did not look whether nobody can be recognised
        post = {"trainers": place_of(dirk, Role.TRAINER), "checked": "on"}
        said = annas.post(f"{case.url}sturen/", post, follow=True).content.decode()
        assert "Jij en trainer Dirk de Trainer" in said

    def test_what_is_still_empty_is_named(
        self, annas: Client, make_case: MakeCase, anna: User, dirk: User
    ) -> None:
        case = make_case(anna, moment="")
        said = annas.get(f"{case.url}sturen/").content.decode()
        assert "Op welk moment wordt het lastig?" in said
        assert 'name="trainers"' not in said

    def test_shared_with_the_group_and_taken_back(
        self, annas: Client, case: PracticeCase, bram: User, as_person: AsPerson
    ) -> None:
        annas.post(f"{case.url}delen/", {"mates": place_of(bram), "cohort": "1"})
        assert str(COMPLETE["title"]) in as_person(bram).get("/praktijk/").content.decode()
        annas.post(f"{case.url}terugnemen/", {"reader": case.readers.get().pk})
        assert as_person(bram).get(case.url).status_code == 404

    def test_a_mate_reads_and_does_nothing(
        self, case: PracticeCase, bram: User, dirk: User, as_person: AsPerson
    ) -> None:
        send(case, dirk)
        services.share_case(case=case, mates=[place_of(bram)])
        brams = as_person(bram)
        assert brams.get(case.url).status_code == 200
        for page in PAGES[1:]:
            assert brams.get(case.url + page).status_code == 404
        for action in ("versie/1/accepteren/", "versie/1/vragen/", "gespeeld/"):
            assert brams.post(case.url + action, {"question": "Nou?"}).status_code == 404
        case.refresh_from_db()
        assert case.state == CaseState.SENT

    def test_nobody_reads_what_is_own(
        self, case: PracticeCase, bram: User, dirk: User, as_person: AsPerson
    ) -> None:
        send(case, dirk)
        services.share_case(case=case, mates=[place_of(bram)])
        services.look_back(case=case, answers={"tried": "heimelijke tranen"})
        for person in (bram, dirk):
            client = as_person(person)
            for address in (case.url, f"{case.url}versie/1/", "/praktijk/", "/praktijk/gestuurd/"):
                assert "heimelijk" not in client.get(address).content.decode()


class TestTraining:
    def test_from_sent_to_played(
        self, case: PracticeCase, annas: Client, dirk: User, as_person: AsPerson
    ) -> None:
        send(case, dirk)
        dirks = as_person(dirk)
        assert str(COMPLETE["question"]) in dirks.get("/praktijk/gestuurd/").content.decode()
        refused = dirks.post(f"{case.url}versie/1/vragen/", {"question": " "})
        assert "Schrijf eerst je vraag" in refused.content.decode()
        dirks.post(f"{case.url}versie/1/vragen/", {"question": "Wat wil de ander?"})
        assert "Wat wil de ander?" in annas.get(case.url).content.decode()
        annas.post(
            f"{case.url}bewerken/", filled_in(theme=str(case.theme_id), title="Anders gezegd")
        )
        send(case, dirk)
        said = dirks.get(case.url).content.decode()
        assert "<ins>" in said
        assert "Anders gezegd" in said
        dirks.post(f"{case.url}versie/2/accepteren/")
        dirks.post(f"{case.url}gespeeld/")
        case.refresh_from_db()
        assert case.state == CaseState.PLAYED

    def test_a_mate_does_not_read_what_the_trainer_asked(
        self, case: PracticeCase, bram: User, dirk: User, as_person: AsPerson
    ) -> None:
        send(case, dirk)
        services.share_case(case=case, mates=[place_of(bram)])
        as_person(dirk).post(f"{case.url}versie/1/vragen/", {"question": "Wat wil de ander?"})
        for address in (case.url, f"{case.url}versie/1/"):
            assert "Wat wil de ander?" not in as_person(bram).get(address).content.decode()

    def test_only_trainers_have_the_list(
        self, as_person: AsPerson, anna: User, els: User, fatma: User
    ) -> None:
        for person in (anna, els, fatma):
            assert as_person(person).get("/praktijk/gestuurd/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_for_one_case_and_for_many(
    number: int,
    make_case: MakeCase,
    anna: User,
    bram: User,
    dirk: User,
    as_person: AsPerson,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for at in range(number):
        for writer, mate in ((anna, bram), (bram, anna)):
            case = make_case(writer, title=f"{writer.first_name} {at}")
            send(case, dirk)
            services.share_case(case=case, mates=[place_of(mate)])
    annas, dirks = as_person(anna), as_person(dirk)
    annas.get("/praktijk/"), dirks.get("/praktijk/")  # first visits
    with django_assert_num_queries(6):
        said = annas.get("/praktijk/").content.decode()
    assert said.count("Bram ") >= number
    with django_assert_num_queries(4):
        said = dirks.get("/praktijk/gestuurd/").content.decode()
    assert said.count("p-lesson__link") == 2 * number


def test_who_left_still_has_their_own(
    annas: Client, anna: User, case: PracticeCase, bram: User, as_person: AsPerson
) -> None:
    Enrolment.objects.filter(person=anna).update(ended_at=case.created_at)
    assert annas.get(case.url).status_code == 200
    assert annas.get(f"{case.url}bewerken/").status_code == 200
    assert annas.get(f"{case.url}sturen/").status_code == 404
    annas.post(f"{case.url}weggooien/")
    assert not PracticeCase.objects.exists()
