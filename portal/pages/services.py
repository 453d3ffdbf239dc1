"""Set up the site's own pages."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation
from wagtail.models import Page, Site

from portal.pages.models import HomePage, InfoPage

TEXTS = Path(__file__).parent / "texts"
# Address, title and introduction of the pages that the law asks for; their texts are in TEXTS.
FIRST_PAGES = (
    (
        "privacy",
        "Privacy",
        "Wat dit leerportaal van je bewaart, wie dat ziet en wat jij erover te zeggen hebt.",
    ),
    (
        "toegankelijkheid",
        "Toegankelijkheid",
        "Dit leerportaal is er voor iedereen. Hier staat wat je mag verwachten en waar je terechtkunt.",
    ),
)


@transaction.atomic
def set_up_site() -> HomePage:
    """Make the root of the site and the pages that the law asks for, where there is no root yet.

    Editors change the pages afterwards, or remove them: they are made once.
    """
    known: HomePage | None = HomePage.objects.first()
    if known is not None:
        return known
    with translation.override("nl"):
        root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
        home: HomePage = root.add_child(instance=HomePage(title="Leerportaal", slug="leerportaal"))
        for slug, title, intro in FIRST_PAGES:
            body = (TEXTS / f"{slug}.html").read_text(encoding="utf-8")
            home.add_child(instance=InfoPage(slug=slug, title=title, intro=intro, body=body))
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    installed = site.root_page if site.pk else None
    site.hostname, site.root_page = site.hostname or "localhost", home
    site.site_name = site.site_name or settings.SITE_NAME
    site.save()
    if installed is not None and type(installed) is Page and installed.is_leaf():
        installed.delete()  # Wagtail's own welcome page
    return home
