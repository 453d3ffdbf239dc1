"""``make bench``: what each page costs the server, next to a view that does next to nothing; and how
a training room comes in at once.

Set-up first, in an empty database; then alternating blocks of page and tiny view, and the median of
the ratios. Everything stays on this machine and ends by itself. ``BENCH_ONLY`` names one part.
"""

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from portal.settings import env
from tests.postgres import FOR_MEASURING, temporary_server

PAGES, KICKOFF, SEARCH = "pages", "kickoff", "search"


def main() -> int:
    """Prepare the environment, then measure; return the exit code."""
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
        if not os.environ.get("DATABASE_URL"):
            url = stack.enter_context(temporary_server(FOR_MEASURING))
            print(f"Database: {'PostgreSQL' if url else 'SQLite (PostgreSQL is not installed)'}")
            os.environ["DATABASE_URL"] = url or f"sqlite:///{data}/bench.sqlite3"
        static = Path(env.text("DATA_DIR", "var")) / "static"
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "BENCH_STATIC": str(static.resolve()),
            "DATA_DIR": str(data),
            "WEB_WORKERS": "2",
        }
        import django

        django.setup()

        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        only = env.text("BENCH_ONLY", "")
        if only == SEARCH:
            return measure_search()
        if only != KICKOFF:
            measure_pages(Path(env.text("BENCH_OUTPUT", str(static.parent / "bench.json"))))
        if only != PAGES:
            return measure_room()
    return 0


def measure_pages(output: Path) -> None:
    """What each page costs."""
    from bench.run import measure

    measure(
        posts=env.integer("BENCH_POSTS", 400_000, minimum=2_000),
        people=env.integer("BENCH_PEOPLE", 500, minimum=100),
        blocks=env.integer("BENCH_BLOCKS", 9, minimum=1),
        seconds=env.integer("BENCH_SECONDS", 3, minimum=1),
        output=output,
    )


def measure_search() -> int:
    """How long it takes to find something; measured alone, because it fills the database otherwise."""
    from bench.search import measure_search

    is_postgresql = not os.environ["DATABASE_URL"].startswith("sqlite")
    is_quick = measure_search(
        posts=env.integer("BENCH_POSTS", 1_000_000 if is_postgresql else 100_000, minimum=2_000),
        lessons=env.integer("BENCH_LESSONS", 10_000, minimum=100),
        people=env.integer("BENCH_PEOPLE", 100, minimum=100),
    )
    return 0 if is_quick else 1


def measure_room() -> int:
    """How many come in at once, and how fast."""
    from bench.data import make_demo
    from bench.kickoff import KickoffError, measure_kickoff
    from bench.run import served

    make_demo()
    with served() as (port, _processes):
        try:
            measure_kickoff(port)
        except KickoffError as error:
            print(f"The kick-off went wrong: {error}.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
