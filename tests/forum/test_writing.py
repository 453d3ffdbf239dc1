"""Writing: a topic, an answer, a change, a post taken back; nothing that was typed is lost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forum.board.engine.tables import Post, Topic
from forum.board.markup import MAX_LENGTH
from forum.board.models import Space
from forum.board.services import NewTopic, lock_topic, reply
from portal.accounts.models import User


@pytest.fixture
def client_of_anna(anna: User, as_person: Any) -> Client:
    client: Client = as_person(anna)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_topic_is_started_and_says_who_reads_it(
    cohort_space: Space, client_of_anna: Client
) -> None:
    address = reverse("forum:start", args=[cohort_space.slug, cohort_space.pk])
    audience = (
        "de deelnemers van Groep Populier, de coördinatoren, en trainers en gasten die hier zijn "
        "uitgenodigd"
    )
    assert f"Zichtbaar voor {audience}" in page(client_of_anna, address)
    answer = client_of_anna.post(address, {"subject": "Een vraag", "text": "Wie **weet** het?"})
    topic = Topic.objects.get()
    assert answer.headers["Location"] == reverse("forum:topic", args=[topic.pk])
    shown = page(client_of_anna, answer.headers["Location"])
    assert "<p>Wie <strong>weet</strong> het?</p>" in shown
    assert f"Zichtbaar voor {audience}" in shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Schrijf eerst iets."),
        ("  \n ", "Schrijf eerst iets."),
        ("\u200b\u200b", "Schrijf eerst iets."),
        ("a" * (MAX_LENGTH + 1), "Dit bericht heeft 20001 tekens. Het maximum is 20000."),
    ],
)
def test_an_empty_or_too_long_post_says_so_and_keeps_what_was_typed(
    text: str, said: str, cohort_space: Space, bram: User, start: Any, client_of_anna: Client
) -> None:
    new = start(cohort_space, bram)
    for address, more in (
        (reverse("forum:reply", args=[new.topic_id]), {}),
        (
            reverse("forum:start", args=[cohort_space.slug, cohort_space.pk]),
            {"subject": "Mijn vraag"},
        ),
    ):
        shown = client_of_anna.post(address, {"text": text} | more)
        assert shown.status_code == 200
        assert said in shown.content.decode()
        assert shown.context["form"]["text"].value() == text
        assert "Fout: " in shown.content.decode().split("</title>")[0]
    assert Post.objects.count() == 1


def test_looking_first_shows_the_post_and_sends_nothing(
    cohort_space: Space, bram: User, start: Any, client_of_anna: Client
) -> None:
    new = start(cohort_space, bram)
    address = reverse("forum:reply", args=[new.topic_id])
    shown = client_of_anna.post(address, {"text": "Wat *mooi*", "preview": "1"}).content.decode()
    assert "Zo ziet het eruit" in shown
    assert "<p>Wat <em>mooi</em></p>" in shown
    assert "Wat *mooi*</textarea>" in shown
    assert Post.objects.count() == 1


def test_quoting_puts_the_words_in_the_box(
    cohort_space: Space, bram: User, start: Any, client_of_anna: Client
) -> None:
    new = start(cohort_space, bram, text="Eerste regel\n\nTweede regel")
    address = reverse("forum:reply", args=[new.topic_id])
    shown = client_of_anna.get(f"{address}?citeer={new.post_id}")
    assert shown.context["form"]["text"].value() == (
        "> **Bram Bakker schreef:**\n>\n> Eerste regel\n>\n> Tweede regel\n\n"
    )


@pytest.mark.parametrize("sent", ["Dank je wel!", "Dank\r\nje wel!"])
def test_sending_twice_posts_once(
    sent: str, cohort_space: Space, bram: User, start: Any, client_of_anna: Client
) -> None:
    new = start(cohort_space, bram)
    address = reverse("forum:reply", args=[new.topic_id])
    first, second = (client_of_anna.post(address, {"text": sent}) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Post.objects.filter(topic=new.topic_id).count() == 2
    new_address = reverse("forum:start", args=[cohort_space.slug, cohort_space.pk])
    for _ in range(2):
        client_of_anna.post(new_address, {"subject": "Dubbel", "text": sent})
    assert Topic.objects.filter(subject="Dubbel").count() == 1


def test_a_topic_locked_meanwhile_keeps_the_answer_in_the_box(
    cohort_space: Space, bram: User, fatma: User, start: Any, client_of_anna: Client
) -> None:
    new = start(cohort_space, bram)
    lock_topic(topic_id=new.topic_id, by=fatma, reason="Beantwoord in de training")
    address = reverse("forum:reply", args=[new.topic_id])
    shown = client_of_anna.post(address, {"text": "Mijn lange antwoord"}).content.decode()
    assert "Dit onderwerp is gesloten: je kunt niet meer reageren." in shown
    assert "Mijn lange antwoord</textarea>" in shown
    topic_page = page(client_of_anna, reverse("forum:topic", args=[new.topic_id]))
    assert "Beantwoord in de training" in topic_page
    assert "<textarea" not in topic_page


def test_what_was_typed_survives_the_end_of_the_session(
    cohort_space: Space,
    anna: User,
    bram: User,
    start: Any,
    client: Client,
    as_person: Any,
    code_of: Any,
) -> None:
    new = start(cohort_space, bram)
    code = code_of(anna)
    client.post(reverse("code_login"), {"code": code})
    topic_address = reverse("forum:topic", args=[new.topic_id])
    assert client.get(topic_address).status_code == 200
    client.session.flush()
    client.cookies.pop("sessionid")
    answer = client.post(
        reverse("forum:reply", args=[new.topic_id]),
        {"text": "Een half uur op gezwoegd", "draft": f"reply:{new.topic_id}"},
        headers={"referer": f"http://testserver{topic_address}"},
    )
    signed_in = client.post(answer.headers["Location"], {"code": code})
    assert signed_in.headers["Location"] == topic_address
    assert "Een half uur op gezwoegd</textarea>" in page(client, topic_address)
    assert Post.objects.count() == 1


# --- changing and taking back


@pytest.fixture
def own(cohort_space: Space, anna: User, start: Any) -> NewTopic:
    new: NewTopic = start(cohort_space, anna, "Mijn vraag", "Eerste tekst")
    return new


def test_one_changes_ones_own_post_and_subject(own: NewTopic, client_of_anna: Client) -> None:
    address = reverse("forum:edit", args=[own.post_id])
    form = client_of_anna.get(address).context["form"]
    assert (form["text"].value(), form["subject"].value()) == ("Eerste tekst", "Mijn vraag")
    sent = {"subject": "Andere vraag", "text": "Tweede tekst", "version": form["version"].value()}
    answer = client_of_anna.post(address, sent)
    shown = page(client_of_anna, answer.headers["Location"].split("#")[0])
    assert "<p>Tweede tekst</p>" in shown
    assert "Andere vraag</h1>" in shown
    assert "gewijzigd" in shown


def test_two_editors_end_in_a_choice(own: NewTopic, client_of_anna: Client) -> None:
    address = reverse("forum:edit", args=[own.post_id])
    sent = {"subject": "Mijn vraag", "version": "0"}
    client_of_anna.post(address, sent | {"text": "Op mijn telefoon"})
    shown = client_of_anna.post(address, sent | {"text": "Op mijn laptop"})
    body = shown.content.decode()
    assert "<p>Op mijn telefoon</p>" in body
    assert "Op mijn laptop</textarea>" in body
    assert Post.objects.get(pk=own.post_id).content.raw == "Op mijn telefoon"
    again = {"text": "Op mijn laptop", "version": shown.context["form"]["version"].value()}
    client_of_anna.post(address, sent | again)
    assert Post.objects.get(pk=own.post_id).content.raw == "Op mijn laptop"


def test_a_post_taken_away_leaves_the_topic(
    own: NewTopic, bram: User, client_of_anna: Client
) -> None:
    reply(topic_id=own.topic_id, author=bram, text="Goed antwoord")
    address = reverse("forum:delete", args=[own.post_id])
    assert "Eerste tekst" in page(client_of_anna, address)
    client_of_anna.post(address, {"reason": ""})
    shown = page(client_of_anna, reverse("forum:topic", args=[own.topic_id]))
    assert "De schrijver heeft dit bericht weggehaald." in shown
    assert "Eerste tekst" not in shown
    assert "Goed antwoord" in shown
    assert client_of_anna.get(address).status_code == 404


def test_a_moderator_says_why(own: NewTopic, fatma: User, bram: User, as_person: Any) -> None:
    reply(topic_id=own.topic_id, author=bram, text="Over een herkenbaar persoon")
    post = Post.objects.get(poster=bram)
    client = as_person(fatma)
    address = reverse("forum:delete", args=[post.pk])
    assert (
        "Zeg waarom: de anderen kunnen het lezen."
        in client.post(address, {"reason": " "}).content.decode()
    )
    client.post(address, {"reason": "Te herkenbaar"})
    shown = page(client, reverse("forum:topic", args=[own.topic_id]))
    assert "Een beheerder heeft dit bericht weggehaald:" in shown
    assert "<q>Te herkenbaar</q>" in shown
    assert "herkenbaar persoon" not in shown


def test_the_only_post_takes_its_topic_along(
    own: NewTopic, cohort_space: Space, client_of_anna: Client
) -> None:
    client_of_anna.post(reverse("forum:delete", args=[own.post_id]), {"reason": ""})
    assert client_of_anna.get(reverse("forum:topic", args=[own.topic_id])).status_code == 404
    assert "Mijn vraag" not in page(client_of_anna, cohort_space.url)
    cohort_space.forum.refresh_from_db()
    assert (cohort_space.forum.direct_posts_count, cohort_space.forum.direct_topics_count) == (0, 0)
    assert cohort_space.forum.last_post_id is None
