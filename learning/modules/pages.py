"""The library of modules as Wagtail pages: index, module, lesson.

Participants read them at ``/leren/…`` through ``views.py``, which knows who may read what; Wagtail's
router never shows them (``gate.py``). The previews of the editor use the same templates.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from learning.enrolment.access import NOBODY
from learning.modules.blocks import GlossaryBody, GoalsBody, LessonBody, TheoryBody
from learning.modules.blocks.interactive import Seat
from learning.modules.blocks.parts import body_of_stream
from learning.modules.completion.rules import CompletionRules, rules_panel
from learning.modules.fields import ContentField
from learning.modules.outline import LessonRow, Outline, outline_of


class ModuleKind(models.TextChoices):
    """What a module is in a programme; it is shown above the title."""

    THEME = "theme", _("Theme")
    WORKSHOP = "workshop", _("Workshop")
    ELECTIVE = "elective", _("Optional module")
    ONBOARDING = "onboarding", _("Getting started")
    ORGANISATION = "organisation", _("For the whole organisation")


class Timing(models.TextChoices):
    """When a lesson is meant to be read."""

    BEFORE = "before", _("Before the training day")
    AFTER = "after", _("After the training day")


class ModuleIndexPage(Page):
    """A library of modules, from which programmes pick. Only editors see the index itself.

    Its glossary is marked in the lessons below it, and read at ``/woordenlijst/``.
    """

    glossary = ContentField(GlossaryBody(), verbose_name=_("glossary"), blank=True)

    subpage_types = ["learning.ModulePage"]
    preview_modes: list[tuple[str, str]] = []
    admin_default_ordering = "ord"
    content_panels = [*Page.content_panels, FieldPanel("glossary")]
    promote_panels = [MultiFieldPanel([FieldPanel("slug")], heading=_("Address"))]

    class Meta:
        verbose_name = _("module library")
        verbose_name_plural = _("module libraries")


class LearningPage(Page):
    """What modules and lessons share: their address is at ``/leren/``, not in Wagtail's tree."""

    promote_panels = [MultiFieldPanel([FieldPanel("slug")], heading=_("Address"))]

    class Meta:
        abstract = True

    @property
    def portal_path(self) -> str:
        """Where participants read this page."""
        raise NotImplementedError

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        return parts and (parts[0], parts[1], self.portal_path)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """From the address in Wagtail's tree to the one and only; the gate has said yes."""
        return redirect(self.portal_path)


class ModulePage(LearningPage, CompletionRules):
    """A module: what it is about, what it brings, the models behind it, and its lessons below it."""

    summary = models.TextField(
        _("summary"), max_length=500, help_text=_("Two or three sentences, shown in lists.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ModuleKind, default=ModuleKind.THEME)
    audience = models.CharField(_("for whom"), max_length=200, blank=True)
    online_minutes = models.PositiveSmallIntegerField(
        _("online minutes"),
        null=True,
        blank=True,
        help_text=_("Empty: the minutes of the lessons together."),
    )
    goals = ContentField(GoalsBody(), verbose_name=_("goals"), blank=True)
    theory = ContentField(TheoryBody(), verbose_name=_("models"), blank=True)
    forum_starter_title = models.CharField(
        _("title of the forum thread"), max_length=120, blank=True
    )
    forum_starter_text = models.TextField(
        _("first post of the forum thread"),
        blank=True,
        help_text=_("The thread is made in the forum of each programme that picks this module."),
    )

    parent_page_types = ["learning.ModuleIndexPage"]
    subpage_types = ["learning.LessonPage"]
    admin_default_ordering = "ord"
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("online_minutes")]),
        FieldPanel("audience"),
        rules_panel(),
        FieldPanel("goals"),
        FieldPanel("theory"),
        MultiFieldPanel(
            [FieldPanel("forum_starter_title"), FieldPanel("forum_starter_text")],
            heading=_("Forum"),
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("goals"),
        index.SearchField("theory"),
    ]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    @property
    def portal_path(self) -> str:
        return reverse("modules:module", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        self._refuse_taken_slug()

    def minimal_clean(self) -> None:
        super().minimal_clean()
        self._refuse_taken_slug()

    def _refuse_taken_slug(self) -> None:
        """Modules of all libraries share ``/leren/<slug>/``; Wagtail compares with siblings only."""
        if ModulePage.objects.filter(slug=self.slug).exclude(pk=self.pk).exists():
            raise ValidationError({"slug": _("Another module has this address already.")})

    def rows_for_preview(self) -> list[LessonRow]:
        """Its lessons as nobody in particular sees them, drafts included."""
        lessons = LessonPage.objects.child_of(self) if self.path else LessonPage.objects.none()
        return [lesson.as_row() for lesson in lessons.order_by("path")]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "learning/modules/module.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        outline = outline_of(self.portal_path, self.rows_for_preview())
        return self.screen(outline) | {"request": request, "reads_along": True}

    def screen(self, outline: Outline) -> dict[str, Any]:
        """What the template says, with the outline of the person who reads."""
        minutes = self.online_minutes or outline.minutes
        return {"module": self, "outline": outline, "minutes": minutes}


class LessonPage(LearningPage):
    """A lesson of a module: one thing to read, to think over and to do."""

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    timing = models.CharField(_("when"), max_length=10, choices=Timing, default=Timing.BEFORE)
    body = ContentField(LessonBody(), verbose_name=_("content"))

    parent_page_types = ["learning.ModulePage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("timing")]),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @property
    def portal_path(self) -> str:
        return reverse("modules:lesson", args=[self.get_parent().slug, self.slug])

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "learning/modules/lesson.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        module = self.get_parent().specific
        rows = [row for row in module.rows_for_preview() if row.pk != self.pk]
        rows = sorted([*rows, self.as_row()], key=lambda row: row.path or "~")  # a new one is last
        outline = outline_of(module.portal_path, rows)
        line = next(line for line in outline.lessons if line.row.pk == self.pk)
        return outline.around(line) | {
            "request": request,
            "back_label": module.draft_title,
            "body": self._body_for_preview(request),
        }

    def _body_for_preview(self, request: HttpRequest) -> SafeString:
        """Nobody in particular sits before the blocks, and nothing is kept."""
        return body_of_stream(self.body).filled(
            lambda place: Seat(
                request=request,
                who=NOBODY,
                programme_id=None,
                lesson_id=self.pk or 0,
                lesson_title=self.title,
                lesson_url="#",
                block_id=place.block_id,
                is_preview=True,
            )
        )

    def as_row(self) -> LessonRow:
        """This lesson in an outline, as nobody in particular sees it."""
        return LessonRow(
            path=self.path,
            pk=self.pk,
            slug=self.slug,
            title=self.title,
            minutes=self.minutes,
            timing=self.timing,
            published_at=self.last_published_at,
            opened=False,
            done=False,
        )
