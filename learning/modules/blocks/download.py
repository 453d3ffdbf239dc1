"""A document to take along."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from learning.modules.blocks.base import FILES


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
