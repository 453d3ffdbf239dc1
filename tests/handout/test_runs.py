"""A run: said before it is made, made once, told how it ended, and handed over one time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.enrolment.handout import paper
from learning.enrolment.handout.models import Handout, HandoutFile, Recipient
from learning.enrolment.handout.services import HandoutError, remove_old_handouts
from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import end_enrolment, enrol_person, issue_code
from portal.accounts.models import AccessEvent, User
from tests.handout.conftest import Enrol, Make, address, again, codes_in, file_of, pages, use, works

State, Kind = Handout.State, AccessEvent.Kind


class TestWhoGetsWhat:
    def test_the_run_says_who_was_left_out_and_why(
        self, enrol: Enrol, make: Make, make_person: Any, programme: Any, office: Client
    ):
        new, unused, used, ended = enrol("Nora Nieuw", "Oda Ooit", "Gijs Gebruikt", "Eva Einde")
        old, kept = issue_code(enrolment=unused).text, use(used)
        end_enrolment(enrolment=ended)
        trainer = enrol_person(
            person=make_person("Tess Trainer"), programme=programme, role=Role.TRAINER
        )

        handout = make([new, unused, used, ended, trainer])

        assert (handout.state, handout.done, handout.left_out) == (State.READY, 2, 3)
        found = pages(file_of(handout))
        assert [name for name in ("Nora Nieuw", "Oda Ooit") if name in " ".join(found)]
        assert not works(old)
        assert works(kept)
        shown = office.get(address("detail", handout)).content.decode()
        for name in ("Gijs Gebruikt", "Eva Einde", "Tess Trainer"):
            assert name in shown
        reasons = Recipient.objects.filter(handout=handout).values_list("reason", flat=True)
        assert sorted(reasons) == ["", "", "ended", "in_use", "staff"]

    def test_a_code_in_use_is_replaced_only_where_that_was_asked(self, enrol: Enrol, make: Make):
        (used,) = enrol("Gijs Gebruikt")
        old = use(used)
        handout = make([used], replaces_used=True)

        (new,) = codes_in(file_of(handout))
        assert (works(old), works(new)) == (False, True)

    def test_a_code_that_is_used_meanwhile_stays(
        self, enrol: Enrol, make: Make, monkeypatch: pytest.MonkeyPatch
    ):
        """Between the question and the worker somebody comes in with the letter of last week."""
        first, second = enrol("Anna Aalbers", "Bram Bakker")
        letter = issue_code(enrolment=second).text
        real = paper.give_code

        def give(**fields: Any) -> Any:
            if fields["recipient"].enrolment_id == second.pk:
                assert works(letter)
            return real(**fields)

        monkeypatch.setattr(paper, "give_code", give)
        handout = make([first, second])

        assert works(letter)
        assert len(codes_in(file_of(handout))) == 1
        assert handout.left_out == 1

    def test_nobody_to_make_it_for_is_no_file(self, enrol: Enrol, make: Make, office: Client):
        (used,) = enrol("Gijs Gebruikt")
        use(used)
        handout = make([used])

        assert handout.state == State.READY
        assert not HandoutFile.objects.exists()
        assert (
            "niemand om het voor te maken"
            in office.get(address("detail", handout)).content.decode()
        )

    def test_people_of_two_programmes_are_refused(self, enrol: Enrol, make: Make, guus: User):
        with pytest.raises(HandoutError):
            make([*enrol("Anna Aalbers"), Enrolment.objects.get(person=guus)])
        with pytest.raises(HandoutError):
            make([])
        assert not Handout.objects.exists()


class TestTheFile:
    def test_it_is_downloaded_once(self, enrol: Enrol, make: Make, office: Client, fatma: User):
        handout = make(enrol("Anna Aalbers", "Bram Bakker"))
        expected = file_of(handout)

        page = office.get(address("detail", handout)).content.decode()
        assert "Haal het bestand op" in page
        first = office.post(address("download", handout))

        assert first.status_code == 200
        assert first.content == expected
        assert first.headers["Content-Type"] == "application/pdf"
        assert first.headers["Cache-Control"] == "private, no-store"
        assert first.headers["Content-Disposition"] == (
            'attachment; filename="brieven-stevig-aan-tafel.pdf"'
        )
        assert not HandoutFile.objects.exists()

        second = office.post(address("download", handout))
        assert second.status_code == 410
        shown = second.content.decode()
        assert "opgehaald" in shown
        assert "Fatma Faber" in shown
        assert "Opnieuw maken" in shown
        assert "Haal het bestand op" not in shown

    def test_looking_does_not_spend_it(self, enrol: Enrol, make: Make, office: Client):
        handout = make(enrol("Anna Aalbers"))
        assert office.get(address("download", handout)).status_code == 405
        office.get(address("detail", handout))
        office.get(address("again", handout))
        assert HandoutFile.objects.filter(handout=handout).exists()

    def test_it_cannot_be_read_in_the_database(self, enrol: Enrol, make: Make, settings: Any):
        handout = make(enrol("Anna Aalbers"))
        kept = bytes(HandoutFile.objects.get(handout=handout).content)
        assert b"%PDF" not in kept
        assert b"%PDF" in file_of(handout)
        settings.SECRET_KEY = "een-andere-sleutel-" + "z" * 50
        with pytest.raises(InvalidToken):
            file_of(handout)

    def test_after_a_day_it_is_gone_and_the_page_says_what_that_means(
        self, enrol: Enrol, make: Make, office: Client
    ):
        old, fresh = make(enrol("Anna Aalbers")), make(enrol("Bram Bakker"))
        long_ago = timezone.now() - timedelta(hours=25)
        Handout.objects.filter(pk=old.pk).update(finished_at=long_ago)

        assert office.post(address("download", old)).status_code == 410
        assert "die nu niemand heeft" in office.get(address("detail", old)).content.decode()
        assert remove_old_handouts() == 1
        assert list(HandoutFile.objects.values_list("handout", flat=True)) == [fresh.pk]
        assert "die nu niemand heeft" in office.get(address("detail", old)).content.decode()

    def test_a_file_of_another_secret_key_is_gone(
        self, enrol: Enrol, make: Make, office: Client, settings: Any
    ):
        handout = make(enrol("Anna Aalbers"))
        HandoutFile.objects.update(content=b"gAAAAA-van-een-andere-sleutel")
        assert office.post(address("download", handout)).status_code == 410

    def test_codes_that_were_replaced_since_are_told_of(
        self, enrol: Enrol, make: Make, office: Client
    ):
        people = enrol("Anna Aalbers", "Bram Bakker")
        first = make(people)
        assert "werkt niet meer" not in office.get(address("detail", first)).content.decode()
        make(people[:1])

        shown = office.get(address("detail", first)).content.decode()
        assert "Eén code in dit bestand werkt niet meer" in shown

    def test_making_and_downloading_are_noted_without_codes(
        self, enrol: Enrol, make: Make, office: Client, fatma: User
    ):
        handout = make(enrol("Anna Aalbers", "Bram Bakker"))
        found = codes_in(file_of(handout))
        office.post(address("download", handout))

        events = AccessEvent.objects.filter(by=fatma).order_by("pk")
        assert [each.kind for each in events] == [Kind.LETTERS_MADE, Kind.LETTERS_DOWNLOADED]
        assert "Stevig aan tafel" in events[0].detail
        for code in found:
            assert not any(code[:4] in each.detail for each in events)


class TestPrintingAgain:
    def test_a_new_print_means_new_codes(self, enrol: Enrol, make: Make, office: Client):
        people = enrol("Anna Aalbers", "Bram Bakker")
        first = make(people)
        anna, bram = codes_in(file_of(first))
        office.post(address("download", first))
        assert works(bram)

        office.post(address("again", first))

        second = again(Handout.objects.latest("pk"))
        assert (second.done, second.left_out) == (1, 1)
        (new,) = codes_in(file_of(second))
        assert (works(anna), works(bram), works(new)) == (False, True, True)


class TestWhoMay:
    @pytest.fixture
    def handout(self, enrol: Enrol, make: Make) -> Handout:
        return make(enrol("Anna Aalbers"))

    @pytest.mark.parametrize(
        ("who", "expected"), [("gerda", 404), ("dirk", 302), ("rik", 302), ("chantal", 404)]
    )
    def test_others_reach_nothing_of_it(
        self,
        request: pytest.FixtureRequest,
        as_person: Callable[..., Client],
        handout: Handout,
        who: str,
        expected: int,
    ):
        client = as_person(request.getfixturevalue(who))
        for name in ("detail", "again"):
            assert client.get(address(name, handout)).status_code == expected
        for name in ("download", "again"):
            response = client.post(address(name, handout))
            assert response.status_code == expected
            assert b"%PDF" not in response.content
        assert HandoutFile.objects.filter(handout=handout).exists()
        assert Handout.objects.count() == 1

    def test_another_coordinators_list_is_empty(
        self, as_person: Callable[..., Client], handout: Handout, gerda: User
    ):
        page = as_person(gerda).get(reverse("office_handouts:index"))
        assert page.status_code == 200
        assert handout.programme.title not in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_as_much_for_three_as_for_one(
    enrol: Enrol, make: Make, office: Client, django_assert_num_queries: Any, count: int
):
    for number in range(count):
        make(enrol(f"Anna {number}", f"Bram {number}"))
    index = reverse("office_handouts:index")
    office.get(index)
    with django_assert_num_queries(12):
        page = office.get(index).content.decode()
    assert page.count('href="/beheer/uitgifte/') >= count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_run_costs_as_much_for_three_as_for_one(
    enrol: Enrol, make: Make, office: Client, django_assert_num_queries: Any, count: int
):
    people = enrol(*(f"Anna {number}" for number in range(2 * count)))
    for each in people[:count]:
        use(each)
    handout = make(people)
    page = address("detail", handout)
    office.get(page)
    with django_assert_num_queries(14):
        office.get(page)
