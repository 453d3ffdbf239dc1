"""A run: said before it is made, made once, told how it ended, and handed over one time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.enrolment import codes
from learning.enrolment.handout import paper, tasks, working
from learning.enrolment.handout.models import Handout, HandoutFile, Recipient
from learning.enrolment.handout.services import HandoutError, remove_old_handouts, start_again
from learning.enrolment.models import AccessCode, Enrolment, Role
from learning.enrolment.services import end_enrolment, enrol_person, issue_code, redeem_code
from portal.accounts.models import AccessEvent, User
from tests.handout.conftest import Enrol, Make, codes_in, file_of, pages

State, Kind = Handout.State, AccessEvent.Kind


def address(name: str, handout: Handout) -> str:
    return reverse(f"office_handouts:{name}", args=[handout.pk])


def works(code: str) -> bool:
    return redeem_code(code=codes.parse(code)) is not None


def use(enrolment: Enrolment) -> str:
    """A code that its holder came in with."""
    code = issue_code(enrolment=enrolment).text
    assert works(code)
    return code


def again(handout: Handout) -> Handout:
    return Handout.objects.with_progress().get(pk=handout.pk)


def stop_at(monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException) -> None:
    def stop(*args: Any, **kwargs: Any) -> None:
        raise error

    monkeypatch.setattr(paper, name, stop)


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


class TestStopped:
    @pytest.mark.parametrize("error", [SystemExit(1), RuntimeError("kapot")])
    def test_codes_that_were_made_and_not_printed_are_told_of_and_replaced(
        self,
        enrol: Enrol,
        make: Make,
        office: Client,
        error: BaseException,
        monkeypatch: pytest.MonkeyPatch,
    ):
        with monkeypatch.context() as patch:
            stop_at(patch, "typeset", error)
            handout = make(enrol("Anna Aalbers", "Bram Bakker", "Chantal Claes"))

        assert handout.state == (State.STOPPED if isinstance(error, SystemExit) else State.FAILED)
        assert (handout.in_limbo, handout.done) == (3, 0)
        shown = office.get(address("detail", handout)).content.decode()
        assert "Voor 3 mensen is een code gemaakt die niet is afgedrukt" in shown
        orphans = set(AccessCode.objects.values_list("pk", flat=True))

        asked = office.get(address("again", handout)).content.decode()
        assert "3 mensen hebben een code die nooit is gebruikt" in asked
        response = office.post(address("again", handout))

        new = again(Handout.objects.latest("pk"))
        assert response.url == address("detail", new)
        assert (new.state, new.done, new.in_limbo) == (State.READY, 3, 0)
        revoked = AccessCode.objects.filter(revoked_at__isnull=False)
        assert set(revoked.values_list("pk", flat=True)) == orphans
        assert all(works(code) for code in codes_in(file_of(new)))

    def test_a_worker_that_is_killed_without_a_word(
        self, enrol: Enrol, make: Make, office: Client, monkeypatch: pytest.MonkeyPatch
    ):
        """kill -9 half-way: one has a code, two have none, and nobody wrote down that it ended."""
        real, given = paper.give_code, []

        def die_at_the_second(**fields: Any) -> Any:
            if given:
                raise SystemExit
            given.append(real(**fields))
            return given[0]

        with monkeypatch.context() as patch:
            patch.setattr(paper, "give_code", die_at_the_second)
            patch.setattr(working, "break_off", lambda **fields: None)
            handout = make(enrol("Anna Aalbers", "Bram Bakker", "Chantal Claes"))
        assert handout.state == State.WORKING

        page = office.get(address("detail", handout)).content.decode()
        assert "Wordt gemaakt" in page
        assert office.get(address("again", handout)).status_code == 302
        with pytest.raises(HandoutError):
            start_again(handout=handout)

        Handout.objects.filter(pk=handout.pk).update(seen_at=timezone.now() - timedelta(minutes=5))
        page = office.get(address("detail", handout)).content.decode()
        assert "Halverwege gestopt" in page
        assert "Voor één persoon is een code gemaakt die niet is afgedrukt" in page
        new = again(start_again(handout=handout))
        assert (new.state, new.done) == (State.READY, 3)
        assert again(handout).state == State.STOPPED
        assert not works(given[0].text)

    def test_a_worker_that_was_given_up_leaves_the_new_run_alone(
        self, enrol: Enrol, make: Make, monkeypatch: pytest.MonkeyPatch
    ):
        """It was only slow, and comes back when somebody has started the run anew."""
        (enrolment,) = enrol("Anna Aalbers")
        with monkeypatch.context() as patch:
            patch.setattr(working, "begin", lambda **fields: None)
            slow = make([enrolment])
        old = working.begin(handout_pk=slow.pk)
        assert old is not None
        Handout.objects.filter(pk=slow.pk).update(seen_at=timezone.now() - timedelta(minutes=5))
        new = start_again(handout=slow)
        (code,) = codes_in(file_of(new))

        prepared = codes.prepare(codes.generate())
        with pytest.raises(working.HandoutStopped):
            working.give_code(recipient=old.recipients.get(), prepared=prepared)
        with pytest.raises(working.HandoutStopped):
            working.finish(handout=old, content=b"brieven die niemand mag krijgen")
        working.break_off(handout=old, state=State.FAILED)
        assert again(slow).state == State.STOPPED
        assert works(code)

    def test_a_run_is_carried_out_once(self, enrol: Enrol, make: Make):
        handout = make(enrol("Anna Aalbers"))
        (code,) = codes_in(file_of(handout))
        tasks.run_handout.call(handout.pk)
        assert AccessCode.objects.count() == 1
        assert codes_in(file_of(handout)) == [code]

    def test_what_never_began_can_be_started_after_a_while(
        self, enrol: Enrol, make: Make, office: Client, monkeypatch: pytest.MonkeyPatch
    ):
        with monkeypatch.context() as patch:
            patch.setattr(working, "begin", lambda **fields: None)
            handout = make(enrol("Anna Aalbers"))
        assert "Wacht" in office.get(address("detail", handout)).content.decode()
        long_ago = timezone.now() - timedelta(minutes=11)
        Handout.objects.filter(pk=handout.pk).update(created_at=long_ago)
        assert "Niet opgepakt" in office.get(address("detail", handout)).content.decode()
        office.post(address("again", handout))
        tasks.run_handout.call(handout.pk)
        states = Handout.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == [State.STOPPED, State.READY]

    def test_housekeeping_marks_what_stands_still(
        self, enrol: Enrol, make: Make, monkeypatch: pytest.MonkeyPatch
    ):
        with monkeypatch.context() as patch:
            patch.setattr(working, "begin", lambda **fields: None)
            old, fresh = make(enrol("Anna Aalbers")), make(enrol("Bram Bakker"))
        long_ago = timezone.now() - timedelta(minutes=11)
        Handout.objects.filter(pk=old.pk).update(created_at=long_ago)
        remove_old_handouts()
        assert (again(old).state, again(fresh).state) == (State.STOPPED, State.WAITING)


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
