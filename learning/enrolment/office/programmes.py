"""What the list of programmes says of the people in them."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column

from learning.enrolment.models import Enrolment, Role
from learning.programmes.viewsets import COLUMNS


@hooks.register(COLUMNS)
def count_participants() -> dict[str, tuple[Any, Column]]:
    """Participants now and still to begin."""
    taking_part = Enrolment.objects.lasting().filter(
        role=Role.PARTICIPANT, programme=OuterRef("pk")
    )
    number = taking_part.order_by().values("programme").annotate(number=Count("pk"))
    annotation = Coalesce(Subquery(number.values("number")), 0)
    return {"participants": (annotation, Column("participants", label=_("Participants")))}
