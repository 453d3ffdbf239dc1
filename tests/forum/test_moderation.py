"""Keeping order: lock, pin, move, invite; and polls."""

from typing import Any

import pytest
from django.urls import reverse

from forum.board.engine import polls
from forum.board.engine.tables import Forum, Topic
from forum.board.models import Space, SpaceGuest
from forum.board.services import (
    ForumError,
    PollDraft,
    close_space,
    invite_into_space,
    lock_topic,
    move_topic,
    open_space,
    reply,
    start_module_thread,
    start_topic,
    vote,
)
from learning.enrolment.models import Enrolment
from learning.enrolment.services import end_enrolment
from learning.programmes.models import Programme
from portal.accounts.models import User


@pytest.fixture
def topic_id(cohort_space: Space, bram: User, start: Any) -> int:
    return int(start(cohort_space, bram).topic_id)


def test_a_topic_is_locked_with_a_reason_and_opened_again(
    topic_id: int, fatma: User, anna: User, as_person: Any
) -> None:
    client = as_person(fatma)
    address = reverse("forum:lock", args=[topic_id])
    assert "Zeg waarom: de anderen kunnen het lezen." in client.post(address).content.decode()
    client.post(address, {"reason": "Beantwoord"})
    topic = reverse("forum:topic", args=[topic_id])
    shown = as_person(anna).get(topic).content.decode()
    assert "Beantwoord" in shown
    assert "<textarea" not in shown
    assert "<textarea" in client.get(topic).content.decode()  # who keeps order has the last word
    with pytest.raises(ForumError, match="Dit onderwerp is gesloten"):
        reply(topic_id=topic_id, author=anna, text="Toch nog iets")
    client.post(reverse("forum:unlock", args=[topic_id]))
    reply(topic_id=topic_id, author=anna, text="Nu wel")


def test_a_lock_without_a_reason_is_refused(topic_id: int, fatma: User) -> None:
    with pytest.raises(ForumError, match="Zeg waarom"):
        lock_topic(topic_id=topic_id, by=fatma, reason=" ")


def test_a_topic_is_pinned_and_let_go(topic_id: int, fatma: User, as_person: Any) -> None:
    client = as_person(fatma)
    topic = reverse("forum:topic", args=[topic_id])
    client.post(reverse("forum:pin", args=[topic_id]))
    assert "Losmaken" in client.get(topic).content.decode()
    client.post(reverse("forum:unpin", args=[topic_id]))
    assert "Bovenaan vastzetten" in client.get(topic).content.decode()


def test_moving_shows_who_reads_before_and_after(
    topic_id: int,
    cohort_space: Space,
    programme_space: Space,
    other_cohort_space: Space,
    fatma: User,
    chantal: User,
    as_person: Any,
) -> None:
    client = as_person(fatma)
    address = reverse("forum:move", args=[topic_id])
    asked = client.post(address, {"to": programme_space.pk}).content.decode()
    assert "de deelnemers van Groep Populier" in asked
    assert "alle deelnemers, trainers en coördinatoren van Stevig aan tafel" in asked
    assert Topic.objects.get(pk=topic_id).forum_id == cohort_space.forum_id
    client.post(address, {"to": programme_space.pk, "confirmed": "1"})
    assert Topic.objects.get(pk=topic_id).forum_id == programme_space.forum_id
    assert as_person(chantal).get(reverse("forum:topic", args=[topic_id])).status_code == 200


def test_a_guest_moves_only_where_they_keep_order(
    topic_id: int,
    cohort_space: Space,
    programme_space: Space,
    other_cohort_space: Space,
    dirk_as_guest: User,
    as_person: Any,
) -> None:
    """Dirk reads and writes in the programme's space, but keeps no order there."""
    client = as_person(dirk_as_guest)
    address = reverse("forum:move", args=[topic_id])
    assert client.get(address).context["targets"] == []
    for space in (programme_space, other_cohort_space):
        client.post(address, {"to": space.pk, "confirmed": "1"})
        assert Topic.objects.get(pk=topic_id).forum_id == cohort_space.forum_id


def test_a_topic_stays_in_its_programme_and_out_of_closed_spaces(
    topic_id: int, programme_space: Space, other_programme: Programme
) -> None:
    with pytest.raises(ForumError, match="binnen zijn programma"):
        move_topic(topic_id=topic_id, to=open_space(programme=other_programme))
    close_space(space=programme_space)
    programme_space.refresh_from_db()
    with pytest.raises(ForumError, match="gesloten"):
        move_topic(topic_id=topic_id, to=programme_space)


def test_the_topic_of_a_module_stays_where_it_is(
    programme_space: Space, cohort_space: Space, root_page: Any
) -> None:
    thread = start_module_thread(space=programme_space, module=root_page, title="Vraag", text="?")
    with pytest.raises(ForumError, match="module"):
        move_topic(topic_id=thread.topic_id, to=cohort_space)


def test_a_coordinator_invites_a_trainer_and_lets_them_go(
    cohort_space: Space, topic_id: int, fatma: User, dirk: User, as_person: Any
) -> None:
    trainer, coordinator = as_person(dirk), as_person(fatma)
    topic = reverse("forum:topic", args=[topic_id])
    guests = reverse("forum:guests", args=[cohort_space.slug, cohort_space.pk])
    enrolment = Enrolment.objects.get(person=dirk)
    assert trainer.get(topic).status_code == 404
    assert "Dirk de Trainer" in coordinator.get(guests).content.decode()
    coordinator.post(guests, {"enrolment": enrolment.pk})
    assert trainer.get(topic).status_code == 200
    assert "Uitgenodigd" in coordinator.get(guests).content.decode()
    coordinator.post(guests, {"enrolment": enrolment.pk})
    assert trainer.get(topic).status_code == 404


def test_only_a_trainer_of_the_programme_is_invited(
    cohort_space: Space, fatma: User, anna: User, guus: User, dirk: User, as_person: Any
) -> None:
    client = as_person(fatma)
    guests = reverse("forum:guests", args=[cohort_space.slug, cohort_space.pk])
    for person in (anna, guus):
        enrolment = Enrolment.objects.get(person=person)
        assert client.post(guests, {"enrolment": enrolment.pk}).status_code == 404
        with pytest.raises(ForumError):
            invite_into_space(space=cohort_space, enrolment=enrolment, by=fatma)
    assert client.post(guests, {"enrolment": "onzin"}).status_code == 404
    enrolment = Enrolment.objects.get(person=dirk)
    end_enrolment(enrolment=enrolment)
    with pytest.raises(ForumError):
        invite_into_space(space=cohort_space, enrolment=enrolment, by=fatma)
    assert not SpaceGuest.objects.exists()


def test_a_guest_is_invited_into_one_space_and_no_other(
    cohort_space: Space, programme_space: Space, leo: User, fatma: User, as_person: Any
) -> None:
    guest, coordinator = as_person(leo), as_person(fatma)
    enrolment = {"enrolment": Enrolment.objects.get(person=leo).pk}
    of_cohort, of_programme = (
        reverse("forum:guests", args=[space.slug, space.pk])
        for space in (cohort_space, programme_space)
    )
    assert guest.get(programme_space.url).status_code == 404
    coordinator.post(of_programme, enrolment)
    assert guest.get(programme_space.url).status_code == 200
    refused = coordinator.post(of_cohort, enrolment, follow=True)
    assert "Deze gast is al uitgenodigd in een andere ruimte" in refused.content.decode()
    assert guest.get(cohort_space.url).status_code == 404
    coordinator.post(of_programme, enrolment)
    assert guest.get(programme_space.url).status_code == 404


def test_an_invitation_into_a_programmes_space_is_said_beside_the_text_box(
    programme_space: Space, cohort_space: Space
) -> None:
    assert "gasten die hier zijn uitgenodigd" in programme_space.audience
    assert "gasten die hier zijn uitgenodigd" in cohort_space.audience


def test_a_guest_is_known_as_a_guest(
    cohort_space: Space, leo_in_the_cohort: User, anna: User, start: Any, as_person: Any
) -> None:
    topic = start(cohort_space, leo_in_the_cohort)
    page = as_person(anna).get(reverse("forum:topic", args=[topic.topic_id])).content.decode()
    assert "Gast" in page


# --- polls


def test_a_poll_is_made_voted_in_and_counted(
    cohort_space: Space, anna: User, bram: User, as_person: Any
) -> None:
    client = as_person(anna)
    address = reverse("forum:start", args=[cohort_space.slug, cohort_space.pk])
    sent = {
        "subject": "Lunch",
        "text": "Laat het weten",
        "poll_question": "Waar lunchen we?",
        "poll_options": "Buiten\n\nBinnen\nBuiten",
        "poll_max": "1",
    }
    topic = client.post(address, sent).headers["Location"]
    topic_id = Topic.objects.get().pk
    poll = polls.poll_facts(topic_id=topic_id, person_id=bram.pk)
    assert poll is not None
    assert [option.text for option in poll.options] == ["Buiten", "Binnen"]
    shown = as_person(bram).get(topic).content.decode()
    assert "Waar lunchen we?" in shown
    assert "<progress" not in shown  # results only after one's own vote
    voting = reverse("forum:vote", args=[topic_id])
    as_person(bram).post(voting, {"options": poll.options[1].pk})
    shown = as_person(bram).get(topic).content.decode()
    assert "Binnen (jouw keuze)" in shown
    assert "1 persoon heeft gestemd." in shown
    assert 'type="radio"' not in shown


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (
            {"poll_question": "Waar?", "poll_options": "Hier"},
            "Geef twee tot tien verschillende antwoorden.",
        ),
        ({"poll_options": "Hier\nDaar"}, "Schrijf de vraag van de peiling op."),
        (
            {"poll_question": "Waar?", "poll_options": "\n".join(map(str, range(11)))},
            "Geef twee tot tien",
        ),
        ({"poll_question": "Waar?", "poll_options": f"Hier\n{'x' * 201}"}, "hooguit 200 tekens"),
    ],
)
def test_half_a_poll_says_what_is_missing_and_keeps_the_rest(
    sent: dict[str, str], said: str, cohort_space: Space, anna: User, as_person: Any
) -> None:
    address = reverse("forum:start", args=[cohort_space.slug, cohort_space.pk])
    shown = as_person(anna).post(address, {"subject": "Lunch", "text": "Mijn tekst"} | sent)
    body = shown.content.decode()
    assert said in body
    assert "Mijn tekst</textarea>" in body
    assert '<details class="p-fold p-fold--add" open>' in body
    assert not Topic.objects.exists()


def test_votes_follow_the_rules_of_the_poll(
    cohort_space: Space, anna: User, bram: User, fatma: User
) -> None:
    draft = PollDraft("Wat?", ["a", "b", "c"], max_options=2, may_change=True)
    new = start_topic(space=cohort_space, author=bram, subject="Wat", text="Kies", poll=draft)

    def options() -> list[int]:
        poll = polls.poll_facts(topic_id=new.topic_id, person_id=anna.pk)
        assert poll is not None
        return [option.pk for option in poll.options]

    def cast(*chosen: int) -> None:
        vote(topic_id=new.topic_id, voter=anna, option_ids=chosen)

    one, two, three = options()
    with pytest.raises(ForumError, match="Kies niet meer dan 2"):
        cast(one, two, three)
    with pytest.raises(ForumError, match="Kies eerst"):
        cast()
    cast(one, two)
    cast(three)
    poll = polls.poll_facts(topic_id=new.topic_id, person_id=anna.pk)
    assert poll is not None
    assert [(option.votes, option.is_mine) for option in poll.options] == [
        (0, False),
        (0, False),
        (1, True),
    ]
    assert poll.voters == 1
    lock_topic(topic_id=new.topic_id, by=fatma, reason="Klaar")
    with pytest.raises(ForumError, match="voorbij"):
        cast(one)


# --- the counters stay right


def test_counters_are_what_machina_would_count(
    topic_id: int, cohort_space: Space, programme_space: Space, anna: User, bram: User, start: Any
) -> None:
    start(cohort_space, anna, "Nog een vraag")
    for number in range(3):
        reply(topic_id=topic_id, author=anna, text=f"Antwoord {number}")
    move_topic(topic_id=topic_id, to=programme_space)
    watched = ["direct_posts_count", "direct_topics_count", "last_post_id", "last_post_on"]
    before = list(Forum.objects.order_by("pk").values(*watched))
    for forum in Forum.objects.all():
        forum.update_trackers()
    assert list(Forum.objects.order_by("pk").values(*watched)) == before
    assert [(row["direct_topics_count"], row["direct_posts_count"]) for row in before] == [
        (1, 1),
        (1, 4),
    ]
