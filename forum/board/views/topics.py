"""A topic with its posts and its poll, and the ways to it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.board import access, queries, services
from forum.board.engine import polls, reading
from forum.board.engine.rows import PostRow, TopicFacts
from forum.board.forms import VoteForm
from forum.board.views.people import signed_in
from learning.enrolment.access import Entitlements, entitlements
from learning.modules.access import address_of_lesson
from portal.accounts.drafts.offering import draft_initial
from portal.ui.posting import post_or_show


@require_safe
def topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """The posts of a topic, and the box for an answer."""
    who = entitlements(request)
    found = access.get_topic(who, topic_id)
    if "nieuw" in request.GET:
        return _to_news(found)
    if found.is_new and request.method == "GET":
        services.mark_topic_read(person=signed_in(request), topic_id=found.pk)
    return _topic_page(request, found, topic_context(who, found, request))


def _topic_page(
    request: HttpRequest, found: TopicFacts, context: dict[str, object]
) -> HttpResponse:
    reply_url = reverse("forum:reply", args=[found.pk])
    key = reply_key(found)
    context |= {"reply_url": reply_url, "draft_key": key}
    text = draft_initial(request, key).get("text", "")
    return render(request, "forum/topic.html", context | {"text": text})


def reply_key(found: TopicFacts) -> str:
    """Under which the draft of an answer is kept, on every page where it can be written."""
    return f"reply:{found.pk}"


def topic_context(who: Entitlements, found: TopicFacts, request: HttpRequest) -> dict[str, object]:
    """What a page with a topic's posts needs."""
    around = _number(request, "bij")
    page = queries.post_page(
        found, since=_number(request, "vanaf"), until=_number(request, "tot"), around=around
    )
    is_open = not (found.is_locked or found.space.is_closed)
    poll = None
    if found.has_poll and page.previous is None and who.person_id:
        poll = polls.poll_facts(topic_id=found.pk, person_id=who.person_id)
    return {
        "topic": found,
        "space": found.space,
        "page": page,
        "poll": poll,
        "vote_form": VoteForm(poll=poll) if poll and is_open and poll.takes_votes else None,
        "may_answer": access.may_answer(who, found),
        "may_moderate": access.may_moderate(who, found.space),
        "is_open": is_open,
        "me": who.person_id,
        "lesson": address_of_lesson(who, found.lesson_id) if found.lesson_id else None,
        "written": around if around and _is_own(page.rows, around, who) else None,
    }


def _is_own(rows: Sequence[PostRow], post_id: int, who: Entitlements) -> bool:
    """Whether the post that was jumped to is one's own: what was done with it is said there."""
    return any(
        row.pk == post_id and row.author_id == who.person_id and not row.is_removed for row in rows
    )


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _to_news(found: TopicFacts) -> HttpResponse:
    """Straight to the first post that this person has not seen."""
    first = reading.first_unread(found)
    return redirect(at_post(found, first or found.last_post_id))


def at_post(found: TopicFacts, post_id: int) -> str:
    """The address of a post in its topic, with what was said before it on the same page."""
    return f"{found.url}?bij={post_id}#bericht-{post_id}"


@require_safe
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """The lasting address of a post."""
    found = access.get_post(entitlements(request), post_id)
    return redirect(at_post(found.topic, post_id))


@require_safe
def module_topic(request: HttpRequest, module_slug: str) -> HttpResponse:
    """The topic of a module in a space that I may read; the forum where there is none."""
    topic_id = queries.topic_of_module(entitlements(request), module_slug)
    if topic_id is None:
        return redirect("forum:index")
    return redirect("forum:topic", topic_id)


@post_or_show("forum:topic")
def vote(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Choose in the poll of a topic."""
    who = entitlements(request)
    found = access.get_topic(who, topic_id)
    person = signed_in(request)
    poll = polls.poll_facts(topic_id=found.pk, person_id=person.pk)
    if poll is None:
        return redirect(found.url)
    form = VoteForm(request.POST, poll=poll)
    if form.is_valid():
        try:
            services.vote(topic_id=found.pk, voter=person, option_ids=form.chosen())
        except services.ForumError as error:
            form.add_error("options", error)
        else:
            messages.success(request, _("Your vote is counted."))
            return redirect(f"{found.url}#peiling")
    context = topic_context(who, found, request)
    if context["vote_form"]:
        return _topic_page(request, found, context | {"vote_form": form})
    # Nobody votes here any more, so there is no form to show this in.
    messages.error(request, " ".join(map(str, form.errors["options"])))
    return redirect(f"{found.url}#peiling")
