"""A PostgreSQL server of our own for as long as a run lasts: on loopback, in a temporary folder."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
FOR_MEASURING = {"shared_buffers": "512MB", "autovacuum": "off"}  # durable, and nothing in between


def find_binaries() -> Path | None:
    """The folder that holds PostgreSQL's server programs, newest first; None where there is none."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else []
    folders += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: float(folder.parent.name),
        reverse=True,
    )
    needed = ("initdb", "postgres")
    return next((f for f in folders if all((f / name).is_file() for name in needed)), None)


def unprivileged_user() -> str | None:
    """PostgreSQL does not run as root; None where we are not root."""
    if os.geteuid() != 0:
        return None
    import pwd

    return "postgres" if any(user.pw_name == "postgres" for user in pwd.getpwall()) else "nobody"


@contextmanager
def temporary_server(settings: dict[str, str] = FOR_TESTS) -> Iterator[str | None]:
    """Start a server and give its DATABASE_URL; None where PostgreSQL is not installed."""
    binaries = find_binaries()
    if binaries is None:
        yield None
        return
    user = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    if user:
        shutil.chown(folder, user)
    password = secrets.token_hex(16)
    options = {"user": user, "cwd": folder, "stdout": subprocess.DEVNULL}
    try:
        password_file = folder / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(password)
        if user:
            shutil.chown(password_file, user)
        data = folder / "data"
        subprocess.run(
            [
                binaries / "initdb",
                f"--pgdata={data}",
                "--username=portal",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            check=True,
            **options,
        )
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = subprocess.Popen(
            [
                binaries / "postgres",
                *("-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", folder),
                *(
                    part
                    for name, value in ({"max_connections": "60"} | settings).items()
                    for part in ("-c", f"{name}={value}")
                ),
            ],
            stderr=(folder / "log").open("wb"),
            start_new_session=True,
            **options,
        )
        try:
            wait_until_ready(server, port, folder / "log")
            yield f"postgresql://portal:{password}@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the server takes connections; raises RuntimeError with its log where it does not."""
    for _ in range(300):
        if server.poll() is None:
            with socket.socket() as probe:
                if (
                    probe.connect_ex(("127.0.0.1", port)) == 0
                    and b"ready to accept" in log.read_bytes()
                ):
                    return
            time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
