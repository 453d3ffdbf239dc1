"""The screens as people use them: what they show, what they keep, and what they cost."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.board.engine.tables import Post, Topic
from forum.board.models import Space
from forum.board.services import PollDraft, mark_topic_read, pin_topic, reply
from portal.accounts.models import User
from tests.forum.conftest import PNG


@pytest.fixture
def client_of_anna(anna: User, as_person: Any) -> Client:
    client: Client = as_person(anna)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


# --- what a page costs: session, person, enrolments, and two or three of its own


@pytest.mark.parametrize("count", [1, 3])
def test_the_index_costs_five_queries(
    count: int,
    cohort_space: Space,
    programme_space: Space,
    bram: User,
    start: Any,
    client_of_anna: Client,
    django_assert_num_queries: Any,
) -> None:
    for number in range(count):
        start(cohort_space, bram, f"Vraag {number}")
    with django_assert_num_queries(5):
        shown = page(client_of_anna, reverse("forum:index"))
    assert shown.count('class="p-topic is-new"') == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_topics_costs_five_queries(
    count: int,
    cohort_space: Space,
    bram: User,
    start: Any,
    client_of_anna: Client,
    django_assert_num_queries: Any,
) -> None:
    for number in range(count):
        start(cohort_space, bram, f"Vraag {number}")
    with django_assert_num_queries(5):
        shown = page(client_of_anna, cohort_space.url)
    assert shown.count('class="p-topic is-new"') == count


@pytest.mark.parametrize("count", [1, 3, 20])
def test_a_topic_costs_seven_queries_and_one_to_remember_it(
    count: int,
    cohort_space: Space,
    bram: User,
    start: Any,
    client_of_anna: Client,
    django_assert_num_queries: Any,
) -> None:
    new = start(cohort_space, bram)
    for number in range(count - 1):
        reply(topic_id=new.topic_id, author=bram, text=f"Antwoord {number}")
    address = reverse("forum:topic", args=[new.topic_id])
    with django_assert_num_queries(8):
        shown = page(client_of_anna, address)
    assert shown.count("<article") == count
    with django_assert_num_queries(7):
        page(client_of_anna, address)


def test_files_cost_one_query_more_and_a_poll_three(
    cohort_space: Space,
    anna: User,
    start: Any,
    picture: Any,
    client_of_anna: Client,
    django_assert_num_queries: Any,
) -> None:
    new = start(cohort_space, anna, files=[picture(), picture("tweede.png")])
    with django_assert_num_queries(8):
        shown = page(client_of_anna, reverse("forum:topic", args=[new.topic_id]))
    assert shown.count("p-files__name") == 2


def test_an_answer_costs_ten_queries(
    cohort_space: Space,
    bram: User,
    start: Any,
    client_of_anna: Client,
    django_assert_num_queries: Any,
) -> None:
    new = start(cohort_space, bram)
    address = reverse("forum:reply", args=[new.topic_id])
    with django_assert_num_queries(12):  # with the two that open and close a transaction
        client_of_anna.post(address, {"text": "Ik weet het"})
    assert Post.objects.filter(topic=new.topic_id).count() == 2


# --- lists


def test_pinned_topics_come_first_then_the_newest(
    cohort_space: Space, bram: User, start: Any, client_of_anna: Client
) -> None:
    first, second, third = (start(cohort_space, bram, name) for name in ("Een", "Twee", "Drie"))
    pin_topic(topic_id=first.topic_id)
    reply(topic_id=second.topic_id, author=bram, text="Nog iets")
    rows = client_of_anna.get(cohort_space.url).context["page"].rows
    assert [row.pk for row in rows] == [first.topic_id, second.topic_id, third.topic_id]


def test_pages_of_topics_meet_without_gap_or_overlap(
    cohort_space: Space, bram: User, start: Any, client_of_anna: Client
) -> None:
    made = [start(cohort_space, bram, f"Vraag {number}").topic_id for number in range(45)]
    for topic_id in made[:3]:
        pin_topic(topic_id=topic_id)
    # Equal moments: the number of the topic decides, so that none falls between two pages.
    Topic.objects.filter(pk__in=made[10:40]).update(last_post_on=timezone.now())

    def walk(query: str) -> tuple[list[int], Any]:
        shown = client_of_anna.get(cohort_space.url + query).context["page"]
        return [row.pk for row in shown.rows], shown

    first, page_1 = walk("")
    second, page_2 = walk(f"?na={page_1.next}")
    third, page_3 = walk(f"?na={page_2.next}")
    assert (len(first), len(second), len(third)) == (20, 20, 5)
    expected = Topic.objects.order_by("-type", "-last_post_on", "-pk").values_list("pk", flat=True)
    assert first + second + third == list(expected)
    assert (page_1.previous, page_3.next) == (None, None)
    back, page_back = walk(f"?voor={page_3.previous}")
    assert back == second
    assert walk(f"?voor={page_back.previous}")[0] == first


@pytest.mark.parametrize(
    "nonsense", ["x", "1", "1-2", "1-2-3-4", "-1--5-x", "9-9" + "9" * 40 + "-9"]
)
def test_a_page_link_with_nonsense_shows_the_first_page(
    nonsense: str, cohort_space: Space, bram: User, start: Any, client_of_anna: Client
) -> None:
    start(cohort_space, bram)
    assert "Een vraag" in page(client_of_anna, f"{cohort_space.url}?na={nonsense}")


def test_pages_of_posts_meet_without_gap_or_overlap(
    cohort_space: Space, bram: User, start: Any, client_of_anna: Client
) -> None:
    new = start(cohort_space, bram)
    posts = [new.post_id] + [
        reply(topic_id=new.topic_id, author=bram, text=f"Antwoord {number}") for number in range(44)
    ]
    address = reverse("forum:topic", args=[new.topic_id])

    def walk(query: str) -> tuple[list[int], Any]:
        shown = client_of_anna.get(address + query).context["page"]
        return [row.pk for row in shown.rows], shown

    first, page_1 = walk("")
    second, page_2 = walk(f"?vanaf={page_1.next}")
    third, page_3 = walk(f"?vanaf={page_2.next}")
    assert first + second + third == posts
    assert (page_1.previous, page_3.next) == (None, None)
    assert walk(f"?tot={page_3.previous}")[0] == second
    assert walk(f"?tot={posts[-1]}")[0] == posts[-20:]
    assert walk("?vanaf=onzin")[0] == first
    assert walk(f"?bij={posts[2]}")[0] == first
    assert walk(f"?bij={posts[24]}")[0] == posts[20:40]
    assert walk(f"?bij={posts[44]}")[0] == posts[25:]


# --- what was read


def test_reading_marks_this_topic_for_this_person_only(
    cohort_space: Space, anna: User, bram: User, start: Any, client_of_anna: Client, as_person: Any
) -> None:
    read, other = start(cohort_space, bram, "Gelezen"), start(cohort_space, bram, "Niet gelezen")
    page(client_of_anna, reverse("forum:topic", args=[read.topic_id]))

    def new_for(client: Client) -> set[int]:
        rows = client.get(cohort_space.url).context["page"].rows
        return {row.pk for row in rows if row.is_new}

    assert new_for(client_of_anna) == {other.topic_id}
    chris = as_person(bram)
    assert new_for(chris) == set()  # what one wrote oneself is no news
    reply(topic_id=read.topic_id, author=bram, text="Nog iets")
    assert new_for(client_of_anna) == {read.topic_id, other.topic_id}


def test_everything_read_in_a_space_and_in_all(
    cohort_space: Space, programme_space: Space, bram: User, start: Any, client_of_anna: Client
) -> None:
    start(cohort_space, bram, "Hier")
    start(programme_space, bram, "Daar")
    client_of_anna.post(reverse("forum:mark_read", args=[cohort_space.slug, cohort_space.pk]))

    def news() -> dict[str, bool]:
        spaces = client_of_anna.get(reverse("forum:index")).context["spaces"]
        return {str(space): space.has_news for space in spaces}

    assert news() == {"Stevig aan tafel": True, "Groep Populier": False}
    client_of_anna.post(reverse("forum:mark_all_read"))
    assert news() == {"Stevig aan tafel": False, "Groep Populier": False}


def test_marking_does_not_happen_on_a_get(
    cohort_space: Space, bram: User, start: Any, client_of_anna: Client
) -> None:
    start(cohort_space, bram)
    for name, arguments, shown in (
        ("mark_all_read", [], reverse("forum:index")),
        ("mark_read", [cohort_space.slug, cohort_space.pk], cohort_space.url),
    ):
        answer = client_of_anna.get(reverse(f"forum:{name}", args=arguments))
        assert answer.headers["Location"] == shown
    assert 'class="p-topic is-new"' in page(client_of_anna, cohort_space.url)


def test_the_link_to_news_leads_to_the_first_unread_post(
    cohort_space: Space, anna: User, bram: User, start: Any, client_of_anna: Client
) -> None:
    new = start(cohort_space, bram)
    mark_topic_read(person=anna, topic_id=new.topic_id)
    unread = reply(topic_id=new.topic_id, author=bram, text="Nieuws")
    reply(topic_id=new.topic_id, author=bram, text="Meer nieuws")
    address = reverse("forum:topic", args=[new.topic_id])
    answer = client_of_anna.get(f"{address}?nieuw")
    assert answer.headers["Location"] == f"{address}?bij={unread}#bericht-{unread}"
    shown = client_of_anna.get(answer.headers["Location"])
    rows = shown.context["page"].rows
    assert [row.pk for row in rows if row.is_new] == [unread, unread + 1]
    assert (rows[0].pk, len(rows), shown.context["page"].previous) == (new.post_id, 3, None)
    assert shown.content.decode().count("p-newline") == 1


# --- what is said


def test_the_index_leads_to_a_new_topic(
    cohort_space: Space, programme_space: Space, client_of_anna: Client
) -> None:
    start_here = reverse("forum:start", args=[cohort_space.slug, cohort_space.pk])
    assert f'href="{start_here}"' in page(client_of_anna, reverse("forum:index"))


def test_a_coordinator_of_several_cohorts_chooses_where_to_begin(
    cohort_space: Space, other_cohort_space: Space, fatma: User, as_person: Any
) -> None:
    assert 'href="#ruimtes"' in page(as_person(fatma), reverse("forum:index"))


def test_a_coach_reads_that_the_forum_is_for_others(
    cohort_space: Space, els: User, as_person: Any
) -> None:
    assert "niet voor coaches" in page(as_person(els), reverse("forum:index"))


def test_a_vote_without_a_choice_is_said_in_the_form(
    cohort_space: Space, bram: User, start: Any, client_of_anna: Client
) -> None:
    poll = PollDraft(question="Wanneer?", options=["Maandag", "Dinsdag"])
    new = start(cohort_space, bram, poll=poll)
    answer = client_of_anna.post(reverse("forum:vote", args=[new.topic_id]))
    shown = answer.content.decode()
    assert 'href="#id_options_group"' in shown
    assert 'id="id_options_group"' in shown
    assert "Fout:" in shown.partition("</title>")[0]


def test_files_are_asked_for_again_after_another_error(
    cohort_space: Space, client_of_anna: Client
) -> None:
    address = reverse("forum:start", args=[cohort_space.slug, cohort_space.pk])
    sent = {"text": "Kijk", "attachments": SimpleUploadedFile("schets.png", PNG)}
    form = client_of_anna.post(address, sent).context["form"]
    assert set(form.errors) == {"subject", "attachments"}
    assert form.errors["attachments"].as_data()[0].code == "again"


def test_the_space_of_a_programme_does_not_name_it_twice(
    programme_space: Space, client_of_anna: Client
) -> None:
    title = (
        page(client_of_anna, programme_space.url).partition("<title>")[2].partition("</title>")[0]
    )
    assert title.count(str(programme_space)) == 1


def test_an_answer_is_confirmed_in_the_post_that_the_page_jumps_to(
    cohort_space: Space, bram: User, start: Any, client_of_anna: Client
) -> None:
    new = start(cohort_space, bram)
    address = reverse("forum:reply", args=[new.topic_id])
    shown = client_of_anna.post(address, {"text": "Ik weet het"}, follow=True).content.decode()
    assert shown.count("Je reactie is geplaatst.") == 1
    assert "Je reactie is geplaatst." in shown.rpartition("<article")[2].partition("</article>")[0]
