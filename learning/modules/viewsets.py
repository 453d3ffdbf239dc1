"""The modules of programmes in the CMS, in order."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from learning.modules.forms import ProgrammeModuleForm
from learning.modules.models import ProgrammeModule
from learning.programmes.viewsets import PartIndexView
from portal.ui.moments import in_words
from portal.ui.viewsets import ScopedViewSet


class ProgrammeModuleViewSet(ScopedViewSet):
    name = "office_modules"
    url_prefix = "modules-van-programmas"
    model = ProgrammeModule
    icon = "doc-full-inverse"
    form_class = ProgrammeModuleForm
    index_view_class = PartIndexView
    menu_label = _("Module choice")
    menu_order = 111
    add_to_admin_menu = True
    list_display = [
        "module",
        "programme",
        Column("route", label=_("Route"), accessor=lambda pick: pick.route or _("Everyone")),
        "order",
        Column(
            "elective",
            label=_("Elective"),
            accessor=lambda pick: _("Yes") if pick.elective else _("No"),
        ),
        Column(
            "opens_on",
            label=_("Opens on"),
            accessor=lambda pick: in_words(pick.opens_on) if pick.opens_on else "",
            sort_key="opens_on",
        ),
    ]
    list_filter = ["programme"]
    list_select_related = ("programme", "module", "route")
    ordering = ["programme", "order"]
