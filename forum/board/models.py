"""What the portal knows about the forum beside machina's own tables.

machina's forums, topics and posts are named here by their labels; ``engine.py`` is the one module
that reads and writes them.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class SpaceWords:
    """What is said of a space, from its few facts; whatever knows those can say it."""

    pk: Any
    closed_at: datetime | None
    programme_title: Any
    programme_ends_on: Any
    cohort_name: Any

    def __str__(self) -> str:
        return str(self.cohort_name or self.programme_title)

    @property
    def slug(self) -> str:
        """The readable part of the space's address; its number is what counts."""
        return slugify(str(self)) or "ruimte"

    @property
    def url(self) -> str:
        return reverse("forum:space", args=[self.slug, self.pk])

    @property
    def audience(self) -> str:
        """Who can read what is written here, in words: it stands beside every text box."""
        if self.cohort_name:
            return gettext(
                "the participants of %(cohort)s, the coordinators, and trainers and guests who were "
                "invited here"
            ) % {"cohort": self.cohort_name}
        return gettext(
            "all participants, trainers and coordinators of %(programme)s, and guests who were "
            "invited here"
        ) % {"programme": self.programme_title}

    @property
    def is_closed(self) -> bool:
        """Whether nobody writes here any more: closed by hand, or its programme is over."""
        return self.closed_at is not None or timezone.localdate() > self.programme_ends_on


class Space(SpaceWords, models.Model):
    """A place to talk: a machina forum, and the programme or cohort whose enrolments open it."""

    class Kind(models.TextChoices):
        PROGRAMME = "programme", _("The whole programme")
        COHORT = "cohort", _("One cohort")

    forum = models.OneToOneField(
        "forum.Forum", models.PROTECT, related_name="space", verbose_name=_("forum")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    programme = models.ForeignKey(
        "learning.Programme", models.PROTECT, related_name="+", verbose_name=_("programme")
    )
    cohort = models.ForeignKey(
        "learning.Cohort",
        models.PROTECT,
        related_name="+",
        verbose_name=_("cohort"),
        null=True,
        blank=True,
    )
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        ordering = ["programme_id", "-kind", "pk"]
        verbose_name = _("forum space")
        verbose_name_plural = _("forum spaces")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="programme", cohort__isnull=True)
                | Q(kind="cohort", cohort__isnull=False),
                name="space_of_programme_or_cohort",
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(kind="programme"),
                name="one_space_per_programme",
            ),
            models.UniqueConstraint(fields=["cohort"], name="one_space_per_cohort"),
        ]

    @property
    def programme_title(self) -> str:
        return self.programme.title

    @property
    def programme_ends_on(self) -> date:
        return self.programme.ends_on

    @property
    def cohort_name(self) -> str | None:
        return self.cohort.name if self.cohort else None


class SpaceGuest(models.Model):
    """A trainer or guest who was invited into a space, for as long as the enrolment lasts."""

    space = models.ForeignKey(
        Space, models.CASCADE, related_name="guests", verbose_name=_("forum space")
    )
    enrolment = models.ForeignKey(
        "learning.Enrolment", models.CASCADE, related_name="+", verbose_name=_("enrolment")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("invited by"),
    )
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now)

    class Meta:
        ordering = ["invited_at"]
        verbose_name = _("invited trainer")
        verbose_name_plural = _("invited trainers")
        constraints = [
            models.UniqueConstraint(fields=["space", "enrolment"], name="guest_once_per_space")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment.person} – {self.space}"


class ModuleThread(models.Model):
    """The topic that a module starts in a space: one place for its questions and examples."""

    space = models.ForeignKey(
        Space, models.CASCADE, related_name="module_threads", verbose_name=_("forum space")
    )
    module = models.ForeignKey(
        "wagtailcore.Page", models.CASCADE, related_name="+", verbose_name=_("module")
    )
    topic = models.OneToOneField(
        "forum_conversation.Topic",
        models.CASCADE,
        related_name="module_thread",
        verbose_name=_("topic"),
    )

    class Meta:
        verbose_name = _("topic of a module")
        verbose_name_plural = _("topics of modules")
        constraints = [
            models.UniqueConstraint(
                fields=["space", "module"], name="one_thread_per_module_and_space"
            )
        ]

    def __str__(self) -> str:
        return str(self.module)


class LessonTopic(models.Model):
    """From which question in which lesson someone began a topic."""

    topic = models.OneToOneField(
        "forum_conversation.Topic",
        models.CASCADE,
        related_name="lesson_topic",
        verbose_name=_("topic"),
    )
    lesson = models.ForeignKey(
        "wagtailcore.Page", models.CASCADE, related_name="+", verbose_name=_("lesson")
    )
    block = models.UUIDField(_("block"), db_index=True)

    class Meta:
        verbose_name = _("topic of a lesson")
        verbose_name_plural = _("topics of lessons")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.lesson)


class TopicLock(models.Model):
    """Who locked a topic, and why: the reason stands where the answer box was."""

    topic = models.OneToOneField(
        "forum_conversation.Topic", models.CASCADE, related_name="lock", verbose_name=_("topic")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("locked topic")
        verbose_name_plural = _("locked topics")

    def __str__(self) -> str:
        return self.reason


class PostRemoval(models.Model):
    """Who took a post away, and why. The post itself stays, unseen, so that its topic holds."""

    post = models.OneToOneField(
        "forum_conversation.Post", models.CASCADE, related_name="removal", verbose_name=_("post")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("removed post")
        verbose_name_plural = _("removed posts")

    def __str__(self) -> str:
        return self.reason or str(self.at)


def random_key() -> str:
    """An address that nobody can guess."""
    return secrets.token_urlsafe(24)


def stored_under(attachment: Attachment, filename: str) -> str:
    """Where the file lies: under its random key, so that the name on disk tells nothing."""
    return f"forum/{attachment.key[:2]}/{attachment.key}"


class Attachment(models.Model):
    """A file with a post; it is served to whoever may read the post, and to nobody else."""

    post = models.ForeignKey(
        "forum_conversation.Post", models.CASCADE, related_name="files", verbose_name=_("post")
    )
    key = models.CharField(max_length=40, unique=True, default=random_key, editable=False)
    file = models.FileField(_("file"), upload_to=stored_under)
    name = models.CharField(_("name"), max_length=150)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name
