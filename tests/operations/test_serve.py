"""``make run`` in real: what it starts is watched, and nothing of it stays behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.serve import Child, open_port

COMMAND = [sys.executable, "-m", "portal.serve"]
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="not run: looks at processes in /proc"
)


def wait_for(condition: Callable[[], Any], seconds: float = 30) -> Any:
    """What the condition gives once it gives something; fails where it never does."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def children_of(pid: int) -> dict[str, int]:
    """The processes that a process started: what they run, and their number."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue  # gone in the meantime
        if parent == pid:
            found["worker" if "portal.worker" in command else "web"] = int(folder.name)
    return found


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended stays in the list until its parent asks for it."""
    try:
        return (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]) != "Z"
    except OSError:
        return False


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A portal of its own in an empty folder, whatever the settings of this test run."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"DATA_DIR": str(tmp_path), "WEB_WORKERS": "1", "ACCESS_LOG": "1"}


@pytest.fixture
def served(environment: dict[str, str], tmp_path: Path) -> Iterator[tuple[Any, str, Path]]:
    """The portal as ``make run`` serves it, on a free port; with its address and its log."""
    (tmp_path / "static").mkdir()
    subprocess.run([sys.executable, "-m", "portal.prepare"], env=environment, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            COMMAND, env=environment | {"PORT": str(port)}, stdout=output, stderr=output
        )
        yield process, f"http://127.0.0.1:{port}", log
        process.terminate()
        process.wait(30)


def health(address: str) -> dict[str, str] | None:
    try:
        with urllib.request.urlopen(f"{address}/healthz?who=anna", timeout=5) as answer:  # noqa: S310
            return dict(json.load(answer))
    except OSError:
        return None


def test_the_portal_is_served_watched_and_stopped(served: tuple[Any, str, Path]) -> None:
    process, address, log = served
    wait_for(lambda: (health(address) or {}).get("tasks") == "ok")
    first = children_of(process.pid)
    assert set(first) == {"web", "worker"}

    os.kill(first["worker"], signal.SIGKILL)
    wait_for(lambda: children_of(process.pid).get("worker", first["worker"]) != first["worker"])
    second = children_of(process.pid)
    assert second["web"] == first["web"]

    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    wait_for(lambda: not any(alive(pid) for pid in (*first.values(), *second.values())))
    said = log.read_text()
    assert "GET /healthz 200" in said
    assert "anna" not in said
    assert "127.0.0.1 -" not in said
    assert "Traceback" not in said


def test_a_port_in_use_is_told_in_plain_words(environment: dict[str, str]) -> None:
    with open_port("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        result = subprocess.run(
            COMMAND, env=environment | {"PORT": str(port)}, capture_output=True, text=True
        )

    assert result.returncode == 1
    assert f"Op 127.0.0.1:{port} kan de portal niet luisteren" in result.stderr
    assert f"make run PORT={port + 1}" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "http"), ("WEB_WORKERS", "0"), ("WEB_THREADS", "some")]
)
def test_a_wrong_setting_is_named(environment: dict[str, str], name: str, value: str) -> None:
    result = subprocess.run(
        COMMAND, env=environment | {"PORT": "0", name: value}, capture_output=True, text=True
    )

    assert result.returncode == 1
    assert name in result.stderr
    assert "Traceback" not in result.stderr


def test_what_keeps_dying_is_started_later_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    child = Child("quitter", [sys.executable, "-c", "raise SystemExit(3)"])
    waits = []
    for _ in range(7):
        child.keep_alive()
        assert child.process is not None
        child.process.wait()
        child.keep_alive()
        waits.append(child.wait)
        now += child.wait

    assert waits == [1, 2, 4, 8, 16, 30, 30]


def test_what_does_not_stop_is_ended_with_all_it_started(tmp_path: Path) -> None:
    stubborn = (
        "import signal, subprocess, sys, time, pathlib;"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "sleeper = subprocess.Popen(['sleep', '60']);"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(sleeper.pid));"
        "time.sleep(60)"
    )
    child = Child("stubborn", [sys.executable, "-c", stubborn])
    child.keep_alive()
    sleeper = int(wait_for(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text()))

    child.ask_to_stop()
    child.end(time.monotonic() + 0.2)

    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL
    wait_for(lambda: not alive(sleeper))
