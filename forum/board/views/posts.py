"""Write: a new topic, an answer, a change, a post taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.board import access, lessons, markup, queries, services
from forum.board.engine.rows import PostFacts, SpaceFacts, TopicFacts, topic_url
from forum.board.forms import EditForm, PostForm, ReasonForm, ReplyForm, TopicForm
from forum.board.views.people import signed_in
from forum.board.views.topics import at_post, reply_key
from learning.enrolment.access import Entitlements, entitlements
from portal.accounts.drafts.offering import draft_initial


def _preview(request: HttpRequest, form: PostForm) -> str | None:
    """The HTML of what was typed, where someone asked to see it before sending it."""
    return markup.render(form.cleaned_data["text"]) if "preview" in request.POST else None


def start(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Start a topic in a space."""
    who = entitlements(request)
    space = access.get_space(who, pk)
    prompt = _prompt(who, space, request)
    key = f"topic:{space.pk}:{prompt.block_id}" if prompt else f"topic:{space.pk}"
    context: dict[str, Any] = {"space": space, "draft_key": key, "prompt": prompt}
    if request.method != "POST":
        initial = {"text": prompt.text} if prompt else {}
        form = TopicForm(space=space, initial=initial | draft_initial(request, key))
        return render(request, "forum/start.html", context | {"form": form})
    form = TopicForm(request.POST, request.FILES, space=space)
    if form.is_valid():
        context["preview"] = _preview(request, form)
        if context["preview"] is None:
            try:
                new = services.start_topic(
                    space=space,
                    author=signed_in(request),
                    subject=form.cleaned_data["subject"],
                    text=form.cleaned_data["text"],
                    files=form.cleaned_data["attachments"],
                    poll=form.poll(),
                    lesson=services.Asked(prompt.lesson_id, prompt.block_id) if prompt else None,
                )
            except services.ForumError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Your topic is there."))
                return redirect(topic_url(new.topic_id))
    return render(request, "forum/start.html", context | {"form": form})


@require_safe
def start_from_lesson(request: HttpRequest, lesson_id: int, block_id: UUID) -> HttpResponse:
    """From a question in a lesson to a new topic about it, with the cohort or else the programme."""
    who = entitlements(request)
    prompt = lessons.get_prompt(who, lesson_id, block_id)
    space = lessons.space_for(who, queries.spaces_for(who), prompt.programme_id)
    if space is None:
        return redirect("forum:index")
    return redirect(f"{space.url}nieuw/?les={lesson_id}&vraag={block_id}")


def _prompt(who: Entitlements, space: SpaceFacts, request: HttpRequest) -> lessons.Prompt | None:
    """The question that someone came from, in a lesson of this space's programme."""
    lesson, block = request.GET.get("les", ""), request.GET.get("vraag", "")
    if not (lesson.isascii() and lesson.isdecimal() and len(lesson) < 10 and block):
        return None
    try:
        prompt = lessons.get_prompt(who, int(lesson), UUID(block))
    except (ValueError, Http404):
        return None
    return prompt if prompt.programme_id == space.programme_id else None


def reply(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Answer in a topic; ``?citeer=`` puts another's words in the box first."""
    who = entitlements(request)
    topic = access.get_topic(who, topic_id)
    key = reply_key(topic)
    context: dict[str, Any] = {"topic": topic, "space": topic.space, "draft_key": key}
    if request.method != "POST":
        initial = {"text": _quotation(who, topic, request.GET.get("citeer", ""))}
        initial |= draft_initial(request, key)
        form = ReplyForm(space=topic.space, initial=initial)
        return render(request, "forum/reply.html", context | {"form": form})
    form = ReplyForm(request.POST, request.FILES, space=topic.space)
    if form.is_valid():
        context["preview"] = _preview(request, form)
        if context["preview"] is None:
            try:
                post_id = services.reply(
                    topic_id=topic.pk,
                    author=signed_in(request),
                    text=form.cleaned_data["text"],
                    files=form.cleaned_data["attachments"],
                    may_answer_locked=access.may_moderate(who, topic.space),
                )
            except services.ForumError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Your answer is there."))
                return redirect(at_post(topic, post_id))
    return render(request, "forum/reply.html", context | {"form": form})


def _quotation(who: Entitlements, topic: TopicFacts, post_id: str) -> str:
    """Another's words as a quotation, of a post in this very topic."""
    if not (post_id.isascii() and post_id.isdecimal() and len(post_id) < 10):
        return ""
    quoted = access.get_post(who, int(post_id))
    if quoted.topic.pk != topic.pk:
        return ""
    said = _("%(name)s wrote:") % {"name": quoted.author}
    return markup.quote(f"**{said}**\n\n{quoted.text}") + "\n\n"


def edit(request: HttpRequest, post_id: int) -> HttpResponse:
    """Change one's own post. Where it changed meanwhile, both texts are shown to choose from."""
    who = entitlements(request)
    post = access.get_post(who, post_id)
    if not access.may_edit(who, post):
        raise PermissionDenied
    key = f"post:{post.pk}"
    context: dict[str, Any] = {
        "post": post,
        "topic": post.topic,
        "space": post.topic.space,
        "draft_key": key,
    }
    if request.method != "POST":
        initial = {"text": post.text, "subject": post.topic.subject, "version": post.version}
        initial |= draft_initial(request, key)
        form = EditForm(post=post, initial=initial)
        return render(request, "forum/edit.html", context | {"form": form})
    form = EditForm(request.POST, request.FILES, post=post)
    if form.is_valid():
        context["preview"] = _preview(request, form)
        if context["preview"] is None:
            try:
                services.edit_post(
                    post=post,
                    by=signed_in(request),
                    text=form.cleaned_data["text"],
                    version=form.cleaned_data["version"],
                    subject=form.cleaned_data.get("subject", ""),
                    files=form.cleaned_data["attachments"],
                    drop=form.cleaned_data.get("drop", ()),
                )
            except services.EditConflict:
                form = _on_top_of(post, request)
                context["theirs"] = markup.render(post.text)
            except services.ForumError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Your change is saved."))
                return redirect(at_post(post.topic, post.pk))
    return render(request, "forum/edit.html", context | {"form": form})


def _on_top_of(post: PostFacts, request: HttpRequest) -> EditForm:
    """The form as it was sent, now as a change to the text that stands there."""
    data = request.POST.copy()
    data["version"] = str(post.version)
    form = EditForm(data, post=post)
    if request.FILES:
        form.add_error("attachments", _("Choose your files again."))
    return form


def delete(request: HttpRequest, post_id: int) -> HttpResponse:
    """Take a post away, after a page that says what happens."""
    who = entitlements(request)
    post = access.get_post(who, post_id)
    if not access.may_remove(who, post):
        raise PermissionDenied
    is_own = post.author_id == who.person_id
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data, use_required_attribute=not is_own)
    form.fields["reason"].required = not is_own
    if request.method == "POST" and form.is_valid():
        services.delete_post(post=post, by=signed_in(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("The post has been taken away."))
        if post.topic.posts <= 1:
            return redirect(post.topic.space.url)
        return redirect(post.topic.url)
    context = {
        "post": post,
        "topic": post.topic,
        "space": post.topic.space,
        "form": form,
        "is_own": is_own,
        "html": markup.render(post.text),
    }
    return render(request, "forum/delete.html", context)
