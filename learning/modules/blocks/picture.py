"""A picture with what it shows in words."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from learning.modules.blocks.base import FILES


class PictureBlock(blocks.StructBlock):
    """Wagtail's image block asks for a text alternative, or for "decorative"."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        label = _("Picture")
        icon = "image"
        group = FILES
        template = "learning/modules/blocks/picture.html"
