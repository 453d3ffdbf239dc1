"""The composition root: the one module that knows every part of the portal."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.i18n import set_language
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from learning.modules.gate import document, media
from learning.modules.views import glossary
from portal.accounts.urls import side_doors
from portal.health import healthz
from portal.pages.views import page
from portal.ui.cms_urls import cms_policy

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("taal/", login_not_required(set_language), name="set_language"),
    *side_doors,
    path("", include("learning.enrolment.urls")),
    path("", include("portal.accounts.urls")),
    path("", include("learning.certificates.urls")),
    path("leren/", include("learning.modules.urls")),
    path("woordenlijst/", glossary, name="glossary"),
    path("logboek/", include("learning.modules.logbook.urls")),
    path("praktijk/", include("learning.practice.urls")),
    path("forum/module/", include("forum.board.module_urls")),
    path("forum/", include("forum.board.urls")),
    path("zoeken/", include("portal.search.urls")),
    path("beheer/reports/", include("portal.ui.cms_urls")),
    path("beheer/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, cms_policy))),
    path(
        "documenten/<int:document_id>/<str:document_filename>", document, name="wagtaildocs_serve"
    ),
    path("media/<path:path>", media, name="media"),
    path("", include("portal.pages.urls")),
    # last: what nobody else knows may be a page; Wagtail looks up its addresses by this name
    re_path(r"^((?:[\w-]+/)*)$", page, name="wagtail_serve"),
]
