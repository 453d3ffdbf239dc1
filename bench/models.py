"""One table to insert one row in: what a reply is compared with."""

from django.conf import settings
from django.db import models


class Row(models.Model):
    """A text by a person; made without migrations, in the measured database only."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField()

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return self.text
