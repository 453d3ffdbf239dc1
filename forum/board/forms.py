"""What people fill in on the forum. Each form says who will read it, and keeps what was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forum.board.engine.rows import PollFacts, PostFacts, SpaceFacts
from forum.board.files import ACCEPT, MAX_FILES, CheckedFile, check_file
from forum.board.markup import MAX_LENGTH
from forum.board.models import Attachment, Space, SpaceWords
from forum.board.services import PollDraft

MAX_POLL_OPTIONS = 10
UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})  # Unicode's categories of signs without a shape


class FilesInput(forms.ClearableFileInput):
    """A choice of several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files to stand with a post, each checked by its content."""

    widget = FilesInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[CheckedFile]:
        """The files; raises ValidationError that names each file that is refused."""
        uploads = [upload for upload in data or [] if upload]
        if len(uploads) > MAX_FILES:
            raise ValidationError(
                gettext("Choose no more than %(count)d files.") % {"count": MAX_FILES}
            )
        checked, errors = [], []
        for upload in uploads:
            try:
                super().clean(upload, initial)
                checked.append(check_file(upload))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return checked


class SubjectField(forms.CharField):
    """The one line that stands for a topic in lists, without signs that cannot be seen.

    Such signs turn the reading direction of what stands beside them, or make a title of nothing.
    """

    def __init__(self, **kwargs: Any) -> None:
        missing = {"required": _("Give your topic a subject.")}
        super().__init__(label=_("Subject"), max_length=120, error_messages=missing, **kwargs)

    def to_python(self, value: Any) -> Any:
        seen = "".join(sign for sign in value or "" if unicodedata.category(sign) not in UNSEEN)
        return super().to_python(seen)


class PostForm(forms.Form):
    """A post: its text, and files with it."""

    text = forms.CharField(
        label=_("Your message"),
        help_text=format_lazy(
            "{} {}",
            _("Leave out names of residents and colleagues. You can change it later."),
            _(
                "With signs you give it shape: **bold**, *italic*, a line with - before it for a"
                " list, and > before a quotation."
            ),
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write something first.")},
    )
    attachments = FilesField(
        label=_("Files"),
        required=False,
        help_text=_("Pictures, PDF or office documents; at most 5, each up to 10 MB."),
    )

    def __init__(self, *args: Any, space: SpaceWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].audience = gettext("Visible to: %(audience)s") % {  # type: ignore[attr-defined]
            "audience": space.audience
        }

    def add_error(self, field: Any, error: Any) -> None:
        """Keep an error, and say that files are to be chosen again: a browser sends them once."""
        super().add_error(field, error)
        if self["attachments"].data and not self.has_error("attachments"):
            again = ValidationError(gettext("Choose your files again."), code="again")
            super().add_error("attachments", again)

    def clean_text(self) -> str:
        """The text, with line ends as they are stored; too long a text is said, never cut."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > MAX_LENGTH:
            raise ValidationError(
                gettext("This post has %(length)d characters; %(limit)d is the most.")
                % {"length": len(text), "limit": MAX_LENGTH}
            )
        return text


class ReplyForm(PostForm):
    """An answer in a topic."""


class TopicForm(PostForm):
    """A new topic, with a poll where one is wanted."""

    field_order = ["subject", "text", "attachments"]

    subject = SubjectField(help_text=_("Put your question in one line."))
    poll_question = forms.CharField(label=_("Question of the poll"), max_length=200, required=False)
    poll_options = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        help_text=_("One on each line, from two to ten."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    poll_max = forms.IntegerField(
        label=_("How many answers may someone choose?"),
        min_value=1,
        max_value=MAX_POLL_OPTIONS,
        initial=1,
        required=False,
    )
    poll_days = forms.IntegerField(
        label=_("Open for how many days?"),
        min_value=1,
        max_value=365,
        required=False,
        help_text=_("Empty: as long as the topic is open."),
    )
    poll_may_change = forms.BooleanField(
        label=_("People may change their vote"), required=False, initial=True
    )

    POLL_FIELDS = ("poll_question", "poll_options", "poll_max", "poll_days", "poll_may_change")

    def clean(self) -> dict[str, Any]:
        """A poll is whole or absent: a question with two answers or more, or neither."""
        cleaned = super().clean() or {}
        question, options = cleaned.get("poll_question", ""), self._options(cleaned)
        if options and not question:
            self.add_error("poll_question", gettext("Write the question of the poll."))
        if question and not 2 <= len(options) <= MAX_POLL_OPTIONS:
            self.add_error("poll_options", gettext("Give two to ten different answers."))
        if any(len(option) > 200 for option in options):
            self.add_error("poll_options", gettext("An answer has 200 characters at most."))
        return cleaned

    def _options(self, cleaned: dict[str, Any]) -> list[str]:
        lines = (line.strip() for line in cleaned.get("poll_options", "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def poll_fields(self) -> list[forms.BoundField]:
        """The fields of the poll, which stand in a part of the form that opens."""
        return [self[name] for name in self.POLL_FIELDS]

    @property
    def has_poll(self) -> bool:
        """Whether something was filled in for a poll, so that its part stands open."""
        return bool(self["poll_question"].value() or self["poll_options"].value())

    def poll(self) -> PollDraft | None:
        """The poll that was asked for, of a valid form."""
        question = self.cleaned_data["poll_question"]
        if not question:
            return None
        return PollDraft(
            question=question,
            options=self._options(self.cleaned_data),
            max_options=self.cleaned_data["poll_max"] or 1,
            days=self.cleaned_data["poll_days"],
            may_change=self.cleaned_data["poll_may_change"],
        )


class EditForm(PostForm):
    """One's own post once more; with the first post of a topic, its subject too."""

    field_order = ["subject", "text", "drop", "attachments"]

    subject = SubjectField()
    drop = forms.ModelMultipleChoiceField(
        label=_("Take files away"),
        queryset=Attachment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, post: PostFacts, **kwargs: Any) -> None:
        super().__init__(*args, space=post.topic.space, **kwargs)
        if not post.is_first:
            del self.fields["subject"]
        # Of this post only: a number of another post's file is no choice.
        own = Attachment.objects.filter(post=post.pk)
        self._kept = list(own)
        if self._kept:
            self.fields["drop"].queryset = own  # type: ignore[attr-defined]
        else:
            del self.fields["drop"]

    def clean(self) -> dict[str, Any]:
        """No more files than a post may have, those that stay counted in."""
        cleaned = super().clean() or {}
        stay = len(self._kept) - len(cleaned.get("drop") or [])
        if stay + len(cleaned.get("attachments") or []) > MAX_FILES:
            self.add_error(
                "attachments", gettext("A post has at most %(count)d files.") % {"count": MAX_FILES}
            )
        return cleaned


class ReasonForm(forms.Form):
    """Why something is locked or taken away; the others read it."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=200,
        help_text=_("Everyone who can read the topic sees your reason."),
        error_messages={"required": _("Say why: the others can read it.")},
    )


class MoveForm(forms.Form):
    """Where a topic should go."""

    to = forms.ModelChoiceField(
        label=_("To which space?"),
        queryset=Space.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a space first.")},
    )

    def __init__(self, *args: Any, spaces: Sequence[SpaceFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pks = [space.pk for space in spaces]
        self.fields["to"].queryset = Space.objects.filter(pk__in=pks).select_related(  # type: ignore[attr-defined]
            "programme", "cohort"
        )


class VoteForm(forms.Form):
    """The answers of one poll; a number of another poll's answer is no choice."""

    def __init__(self, *args: Any, poll: PollFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        several = poll.max_options > 1
        field = forms.TypedMultipleChoiceField if several else forms.TypedChoiceField
        self.fields["options"] = field(
            label=gettext("Poll"),
            choices=[(option.pk, option.text) for option in poll.options],
            coerce=int,
            widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect,
            error_messages={"required": gettext("Choose an answer first.")},
        )

    def chosen(self) -> list[int]:
        """The answers, of a valid form."""
        chosen = self.cleaned_data["options"]
        return chosen if isinstance(chosen, list) else [chosen]
