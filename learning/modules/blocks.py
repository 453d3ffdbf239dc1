"""What a trainer can put into a lesson: one block per kind, each with its own small template."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from learning.modules.uploads import CAPTION_EXTENSIONS, VIDEO_EXTENSIONS, extension_of

INLINE = ["bold", "italic", "link", "document-link"]
IN_THE_TEXT = _("Text")
TO_DO = _("Practice")
FILES = _("Pictures and files")


# In a stream or a list Wagtail writes the name of a block above its field, but not as its label:
# these fields say it to a screen reader themselves.


class NamedChar(blocks.CharBlock):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field.widget.attrs["aria-label"] = self.meta.label


class NamedText(blocks.TextBlock):
    @cached_property
    def field(self) -> forms.Field:
        field: forms.Field = super().field
        field.widget.attrs["aria-label"] = self.meta.label
        return field


class HeadingBlock(NamedChar):
    class Meta:
        label = _("Heading")
        icon = "title"
        group = IN_THE_TEXT
        template = "learning/modules/blocks/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    @cached_property
    def field(self) -> forms.Field:
        """Draftail is no field of the form, and takes its name as an option."""
        field: forms.Field = super().field
        field.widget.options["ariaLabel"] = self.meta.label
        return field

    class Meta:
        label = _("Paragraph")
        icon = "pilcrow"
        group = IN_THE_TEXT
        template = "learning/modules/blocks/paragraph.html"


class ListBlock(blocks.ListBlock):
    class Meta:
        label = _("List")
        icon = "list-ul"
        group = IN_THE_TEXT
        template = "learning/modules/blocks/list.html"


class StepsBlock(blocks.ListBlock):
    class Meta:
        label = _("Steps")
        icon = "list-ol"
        group = IN_THE_TEXT
        template = "learning/modules/blocks/steps.html"


class PhrasesBlock(blocks.ListBlock):
    """Sentences to try out, as they could be said."""

    class Meta:
        label = _("Sample phrases")
        icon = "openquote"
        group = TO_DO
        template = "learning/modules/blocks/phrases.html"


class ExampleBlock(NamedText):
    class Meta:
        label = _("Example")
        icon = "comment"
        group = TO_DO
        template = "learning/modules/blocks/example.html"


class PitfallBlock(NamedText):
    class Meta:
        label = _("Pitfall")
        icon = "warning"
        group = TO_DO
        template = "learning/modules/blocks/pitfall.html"


class TaskBlock(blocks.StructBlock):
    """Something to do now, or this week, and how long it takes."""

    text = blocks.TextBlock(label=_("What to do"))
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=480)

    class Meta:
        label = _("Task")
        icon = "tasks"
        group = TO_DO
        template = "learning/modules/blocks/task.html"


class PictureBlock(blocks.StructBlock):
    """Wagtail's image block asks for a text alternative, or for "decorative"."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        label = _("Picture")
        icon = "image"
        group = FILES
        template = "learning/modules/blocks/picture.html"


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Name of the link"), required=False, help_text=_("Empty: the document's own title.")
    )

    class Meta:
        label = _("Document to download")
        icon = "doc-full-inverse"
        group = FILES
        template = "learning/modules/blocks/download.html"


class VideoBlock(blocks.StructBlock):
    """A video of our own. Nobody is shut out: captions and a transcript are asked for."""

    title = blocks.CharBlock(label=_("Title"))
    video = DocumentChooserBlock(label=_("Video file"), help_text=_("An MP4 or WebM file."))
    captions = DocumentChooserBlock(label=_("Captions"), help_text=_("A WebVTT file (.vtt)."))
    transcript = blocks.TextBlock(
        label=_("Transcript"),
        help_text=_("What is said and shown, for who cannot hear or see it."),
    )
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, required=False)

    class Meta:
        label = _("Video with captions")
        icon = "media"
        group = FILES
        template = "learning/modules/blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = {}
        video, captions = cleaned["video"], cleaned["captions"]  # a draft may still lack either
        if video and extension_of(video.filename) not in VIDEO_EXTENSIONS:
            errors["video"] = ValidationError(_("Choose an MP4 or WebM file."))
        if captions and extension_of(captions.filename) not in CAPTION_EXTENSIONS:
            errors["captions"] = ValidationError(_("Choose a WebVTT file (.vtt)."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class LessonBody(blocks.StreamBlock):
    """The names are what is stored: they stay."""

    heading = HeadingBlock(max_length=120)
    paragraph = ParagraphBlock(features=INLINE)
    list = ListBlock(NamedText(label=_("Item"), rows=2))
    steps = StepsBlock(NamedText(label=_("Step"), rows=2))
    phrases = PhrasesBlock(NamedText(label=_("Phrase"), rows=2))
    example = ExampleBlock(rows=4)
    pitfall = PitfallBlock(rows=3)
    task = TaskBlock()
    picture = PictureBlock()
    download = DownloadBlock()
    video = VideoBlock()


class GoalsBody(blocks.StreamBlock):
    goal = NamedChar(label=_("Goal"), icon="tick", max_length=200)


class TheoryBlock(blocks.StructBlock):
    """A model: who made it, what it is for and where it does not hold."""

    name = blocks.CharBlock(label=_("Name"))
    author = blocks.CharBlock(label=_("Author and year"), required=False)
    use = blocks.TextBlock(label=_("What it is for"), rows=3)
    caveat = blocks.TextBlock(
        label=_("Caveat"),
        required=False,
        rows=3,
        help_text=_("What the model is not, or what is not proven."),
    )

    class Meta:
        label = _("Model")
        icon = "form"


class TheoryBody(blocks.StreamBlock):
    model = TheoryBlock()
