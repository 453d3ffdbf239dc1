"""A video of our own, for everyone."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from learning.modules.blocks.base import FILES
from learning.modules.uploads import CAPTION_EXTENSIONS, VIDEO_EXTENSIONS, extension_of


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
        script = "ui/js/media.js"

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
