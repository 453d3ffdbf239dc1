"""Run the tests on every database that can be had: ``python -m tests.run [pytest's options]``."""

import os
import subprocess
import sys

from tests.postgres import temporary_server


def run_pytest(options: list[str], **environment: str) -> int:
    """Run the tests in a process of their own; return pytest's exit code."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "pytest", "--numprocesses=3", "--dist=worksteal", *options]
    return subprocess.run(command, env=kept | environment).returncode


def main(options: list[str]) -> int:
    """SQLite first; PostgreSQL only when that passed, in the browser with the main journeys alone.

    The last line is pytest's own.
    """
    with temporary_server() as url:
        if url is None:
            print("PostgreSQL: not run (no server programs found; install postgresql)", flush=True)
        print("Tests on SQLite", flush=True)
        code = run_pytest(options)
        if code == 0 and url is not None:
            print("\nTests on PostgreSQL", flush=True)
            code = run_pytest(["-m", "not browser or main_journey", *options], DATABASE_URL=url)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
