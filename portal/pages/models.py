"""The site's own pages: its root, and pages of information that everyone may read."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index


class HomePage(Page):
    """The root of the site. Its address shows "Mijn traject", made by ``views.my_programme``."""

    max_count = 1
    subpage_types = ["pages.InfoPage", "learning.ModuleIndexPage"]
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The address itself never gets here; a link in the CMS to this page does."""
        return redirect("home")


class InfoPage(Page):
    """Public information, such as the privacy page: readable without signing in."""

    intro = models.TextField(_("introduction"), max_length=400, blank=True)
    body = RichTextField(
        _("text"), features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"], blank=True
    )

    open_to_visitors = True  # asked by learning.modules.access; all other types are closed
    parent_page_types = ["pages.HomePage", "pages.InfoPage"]
    subpage_types = ["pages.InfoPage"]
    template = "pages/info_page.html"
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")
