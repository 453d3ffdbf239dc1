"""Render every post anew, after a change of ``forum/board/markup.py``."""

from typing import Any

from django.core.management.base import BaseCommand

from forum.board.engine.writing import render_again


class Command(BaseCommand):
    help = "Renders all posts of the forum again from their text."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Rendered {render_again()} posts.")
