"""What each kind of entry is called."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EntryKind(TextChoices):
    """By the kind of the answer: the name under which lessons hold the block."""

    REFLECTION = "reflection", _("Reflection")
    TASK = "task", _("Note at a task")
    MY_CASE = "my_case", _("About a case")
    INTENTION = "intention", _("Intention")
