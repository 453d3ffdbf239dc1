"""``make bench``: what each page costs the server, next to a view that does next to nothing.

Set-up first, in an empty database; then alternating blocks of page and tiny view, and the median of
the ratios. Everything stays on this machine and ends by itself.
"""

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from portal.settings import env
from tests.postgres import FOR_MEASURING, temporary_server


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

        from bench.run import measure

        measure(
            posts=env.integer("BENCH_POSTS", 400_000, minimum=2_000),
            people=env.integer("BENCH_PEOPLE", 500, minimum=100),
            blocks=env.integer("BENCH_BLOCKS", 9, minimum=1),
            seconds=env.integer("BENCH_SECONDS", 3, minimum=1),
            output=Path(env.text("BENCH_OUTPUT", str(static.parent / "bench.json"))),
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
