from typing import Any

from django.core.management.base import BaseCommand

from portal.search.services import rebuild


class Command(BaseCommand):
    help = "Make the index of the library and the words that search knows anew."

    def handle(self, *args: Any, **options: Any) -> None:
        """The index of posts is kept by the database itself."""
        pages, words = rebuild()
        self.stdout.write(f"{pages} pages, {words} words.")
