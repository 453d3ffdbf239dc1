"""Build the demo programme, and say who signs in with what."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.demo import sheet
from portal.demo.demo import Demo
from portal.demo.keys import Keys
from portal.demo.stages import STAGES


class Command(BaseCommand):
    help = "Builds the demo programme; what is there already stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.DATA_DIR / "demo"
        demo = Demo(keys=Keys.kept_in(folder / "seed"), today=timezone.localdate())
        with translation.override(settings.LANGUAGE_CODE):
            for stage in STAGES:
                with transaction.atomic():
                    made = stage.build(demo)
                self.stdout.write(f"{stage.title}: {self._in_words(made)}")
            rows = sheet.people(demo)
            sheet.save(rows, folder / "people.json")
            self.stdout.write(f"\n{sheet.as_text(rows)}\n")
            self.stdout.write(_("All of it is in %(path)s.") % {"path": folder / "people.json"})

    def _in_words(self, made: int) -> str:
        if not made:
            return _("was there already")
        return ngettext("%(made)d made", "%(made)d made", made) % {"made": made}
