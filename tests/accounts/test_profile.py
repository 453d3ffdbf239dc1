"""What someone tells of themselves, who sees it, and the preview of that."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from forum.board.services import open_space, start_topic
from learning.enrolment.models import Enrolment
from learning.programmes.models import Cohort, Programme
from portal.accounts.models import User
from tests.ui.markup import squeeze

pytestmark = pytest.mark.django_db

AsPerson = Callable[[User | None], Client]
GROUP_QUERIES = 4
PREVIEW_QUERIES = 4


def tell(client: Client, goes_by: str = "Anneke", reachable: str = "di en do op kantoor") -> Any:
    return client.post(reverse("my_profile"), {"goes_by": goes_by, "reachable": reachable})


class TestName:
    def test_others_see_the_name_that_someone_goes_by(
        self, anna: User, bram: User, as_person: AsPerson
    ) -> None:
        tell(as_person(anna))
        assert "Anneke Aalbers" in as_person(bram).get(reverse("group")).text

    def test_the_name_that_is_known_stays(self, anna: User, as_person: AsPerson) -> None:
        tell(as_person(anna))
        anna.refresh_from_db()
        assert (anna.first_name, str(anna)) == ("Anna", "Anneke Aalbers")

    @pytest.mark.parametrize("name", ["<b>", "Anna1", "An\u202ena", "@anna", "- -"])
    def test_what_is_no_name_is_refused(self, anna: User, as_person: AsPerson, name: str) -> None:
        response = tell(as_person(anna), goes_by=name)
        assert response.status_code == 200
        anna.refresh_from_db()
        assert anna.goes_by == ""

    def test_the_page_around_a_refused_name_shows_what_is_true(
        self, anna: User, as_person: AsPerson
    ) -> None:
        page = tell(as_person(anna), goes_by="Anna1").text
        assert page.count("Anna1") == 1  # in the field

    @pytest.mark.parametrize("name", ["Jan-Willem", "D’Arcy", "Zoë", "Şükrü", "J.P."])
    def test_names_as_people_have_them(self, anna: User, as_person: AsPerson, name: str) -> None:
        assert tell(as_person(anna), goes_by=name).status_code == 302

    def test_the_office_sees_both_and_that_it_was_changed(
        self, anna: User, fatma: User, as_person: AsPerson
    ) -> None:
        tell(as_person(anna))
        address = reverse("office_enrolments:detail", args=[Enrolment.objects.get(person=anna).pk])
        page = as_person(fatma).get(address).text
        assert "Anneke Aalbers" in page
        assert "Naam verbeterd" in page

    def test_the_forum_shows_it(
        self, anna: User, bram: User, programme: Programme, as_person: AsPerson
    ) -> None:
        space = open_space(programme=programme)
        topic = start_topic(space=space, author=anna, subject="Hallo", text="Wie?").topic_id
        tell(as_person(anna))
        client = as_person(bram)
        for address in (space.url, reverse("forum:topic", args=[topic]), reverse("forum:index")):
            page = client.get(address).text
            assert "Anneke Aalbers" in page
            assert "Anna Aalbers" not in page


class TestGroup:
    @pytest.mark.parametrize(
        ("reader", "status"),
        [
            ("anna", 200),
            ("dirk", 404),
            ("els", 404),
            ("fatma", 404),
            ("hugo", 404),
        ],
    )
    def test_is_for_who_is_in_one(
        self, request: pytest.FixtureRequest, as_person: AsPerson, reader: str, status: int
    ) -> None:
        client = as_person(request.getfixturevalue(reader))
        assert client.get(reverse("group")).status_code == status

    def test_shows_how_to_reach_the_others_of_the_own_cohort_only(
        self,
        anna: User,
        bram: User,
        chantal: User,
        guus: User,
        hugo: User,
        as_person: AsPerson,
    ) -> None:
        for person in (bram, chantal, guus, hugo):
            User.objects.filter(pk=person.pk).update(reachable=f"belt {person.first_name}")
        page = as_person(anna).get(reverse("group")).text
        assert "belt Bram" in page
        assert "Anna Aalbers" in page
        for other in ("Chantal", "Guus", "Hugo"):
            assert other not in page

    @pytest.mark.parametrize("others", [1, 3])
    def test_costs_the_same_for_one_and_for_many(
        self,
        anna: User,
        cohort: Cohort,
        make_person: Any,
        as_person: AsPerson,
        django_assert_num_queries: DjangoAssertNumQueries,
        others: int,
    ) -> None:
        from learning.enrolment.services import enrol_person

        for number in range(others):
            other = make_person(f"Iemand Nummer{number}")
            enrol_person(person=other, programme=cohort.programme, cohort=cohort)
        client = as_person(anna)
        with django_assert_num_queries(GROUP_QUERIES):
            page = client.get(reverse("group")).text
        assert page.count("Iemand Nummer") == others


def card_in(page: str) -> str:
    """The card of Anneke, without the mark that says which is one's own."""
    cards = re.findall(r'<div class="p-person p-person--card">.*?</div>', squeeze(page))
    return next(card for card in cards if "Anneke" in card)


def head_in(page: str) -> tuple[str, ...]:
    """What stands above a post of Anneke: picture, name and function."""
    heads = re.findall(r'<header class="p-post__head">.*?</header>', squeeze(page))
    head = next(head for head in heads if "Anneke" in head)
    picture = re.search(r'<(?:span|img) class="p-avatar[^>]*>', head)
    assert picture
    return picture[0], *(said for said in ("Anneke Aalbers", "Adviseur") if said in head)


class TestPreview:
    @pytest.fixture
    def annas(self, anna: User, as_person: AsPerson) -> Client:
        Enrolment.objects.filter(person=anna).update(function="Adviseur")
        client = as_person(anna)
        tell(client)
        return client

    def test_is_what_a_cohort_mate_sees(
        self, annas: Client, bram: User, as_person: AsPerson
    ) -> None:
        seen = as_person(bram).get(reverse("group")).text
        assert card_in(annas.get(reverse("as_others_see_me")).text) == card_in(seen)
        assert "di en do op kantoor" in card_in(seen)

    @pytest.mark.parametrize("reader", ["bram", "dirk", "fatma"])
    def test_is_what_the_forum_shows(
        self,
        annas: Client,
        anna: User,
        programme: Programme,
        request: pytest.FixtureRequest,
        as_person: AsPerson,
        reader: str,
    ) -> None:
        space = open_space(programme=programme)
        topic = start_topic(space=space, author=anna, subject="Hallo", text="Wie?").topic_id
        client = as_person(request.getfixturevalue(reader))
        seen = client.get(reverse("forum:topic", args=[topic])).text
        assert head_in(annas.get(reverse("as_others_see_me")).text) == head_in(seen)
        assert len(head_in(seen)) == 3

    def test_is_what_the_office_shows(
        self, annas: Client, anna: User, fatma: User, as_person: AsPerson
    ) -> None:
        User.objects.filter(pk=anna.pk).update(email="anna@example.nl")
        address = reverse("office_enrolments:detail", args=[Enrolment.objects.get(person=anna).pk])
        facts = re.compile(r"<dt>(.*?)</dt><dd>(.*?)</dd>")
        shown = facts.findall(squeeze(as_person(fatma).get(address).text))
        told = facts.findall(squeeze(annas.get(reverse("as_others_see_me")).text))
        assert told == shown[: len(told)]
        assert ("E-mailadres", "anna@example.nl") in told
        assert ("Roepnaam", "Anneke") in told

    def test_costs_little(
        self, annas: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(PREVIEW_QUERIES):
            annas.get(reverse("as_others_see_me"))

    def test_of_who_takes_part_in_nothing(self, hugo: User, as_person: AsPerson) -> None:
        assert "geen traject" in as_person(hugo).get(reverse("as_others_see_me")).text


class TestChoices:
    def choose(self, client: Client, **choices: str) -> Any:
        return client.post(reverse("my_choices"), {"language": "nl"} | choices)

    def test_the_language_holds_at_once_and_at_the_next_sign_in(
        self, anna: User, as_person: AsPerson, code_of: Callable[[User], str]
    ) -> None:
        client = as_person(anna)
        self.choose(client, language="en")
        assert "How others see you" in client.get(reverse("my_account")).text
        elsewhere = Client()
        elsewhere.post(reverse("code_login"), {"code": code_of(anna)})
        assert "How others see you" in elsewhere.get(reverse("my_account")).text

    def test_a_language_chosen_in_the_browser_stays(
        self, anna: User, code_of: Callable[[User], str]
    ) -> None:
        User.objects.filter(pk=anna.pk).update(language="en")
        client = Client()
        client.cookies["django_language"] = "nl"
        client.post(reverse("code_login"), {"code": code_of(anna)})
        assert "Hoe anderen jou zien" in client.get(reverse("my_account")).text

    def test_the_mail_about_a_new_device_can_be_switched_off(
        self, anna: User, as_person: AsPerson
    ) -> None:
        self.choose(as_person(anna))
        anna.refresh_from_db()
        assert not anna.mail_on_new_device

    def test_another_language_is_refused(self, anna: User, as_person: AsPerson) -> None:
        assert self.choose(as_person(anna), language="fr").status_code == 200


@pytest.mark.parametrize("name", ["my_profile", "my_photo", "my_choices"])
def test_every_form_says_who_sees_what_is_in_it(anna: User, as_person: AsPerson, name: str) -> None:
    form = as_person(anna).get(reverse(name)).context["form"]
    assert all(field.audience for field in form)
