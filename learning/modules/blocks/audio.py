"""A recording to listen to, or to read."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from learning.modules.blocks.base import FILES
from learning.modules.uploads import AUDIO_EXTENSIONS, extension_of


class AudioBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    audio = DocumentChooserBlock(label=_("Audio file"), help_text=_("An MP3, M4A or OGG file."))
    transcript = blocks.TextBlock(
        label=_("Transcript"), help_text=_("What is said, for who cannot hear it.")
    )
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, required=False)

    class Meta:
        label = _("Audio with transcript")
        icon = "media"
        group = FILES
        template = "learning/modules/blocks/audio.html"
        script = "ui/js/media.js"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        audio = cleaned["audio"]  # a draft may still lack it
        if audio and extension_of(audio.filename) not in AUDIO_EXTENSIONS:
            error = ValidationError(_("Choose an MP3, M4A or OGG file."))
            raise blocks.StructBlockValidationError(block_errors={"audio": error})
        return cleaned
