"""Asks a server on this machine for pages, and reads from /proc what that cost it."""

import http.client
import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
CONNECTIONS = 4


@dataclass(frozen=True)
class Request:
    """One request: by whom, to where, with which form; and the status it must have."""

    path: str
    session: str = ""
    form: dict[str, str] | None = None
    status: int = 200

    def send(self, connection: http.client.HTTPConnection) -> bytes:
        """Send it and give the body; raises RuntimeError for another status than expected."""
        token = "b" * 32  # Django compares the form's with the cookie's
        headers = {"Cookie": f"csrftoken={token}; sessionid={self.session}"}
        body = None
        if self.form is not None:
            body = urlencode(self.form | {"csrfmiddlewaretoken": token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("GET" if body is None else "POST", self.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != self.status:
            raise RuntimeError(f"{self.path}: {answer.status}, not {self.status}")
        return content


@dataclass(frozen=True)
class Block:
    """What was seen in one block of a few seconds."""

    requests: int
    cpu_ms: float
    """Server CPU per request."""
    times_ms: list[float]


def run_block(
    port: int, make: Callable[[], Request], seconds: float, processes: Iterable[int]
) -> Block:
    """Send requests over a few connections for some seconds, and then stop."""
    roots = list(processes)
    times: list[float] = []
    failures: list[BaseException] = []
    before, end = cpu_seconds(roots), time.monotonic() + seconds

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            while time.monotonic() < end and not failures:
                request = make()
                start = time.perf_counter()
                request.send(connection)
                times.append((time.perf_counter() - start) * 1000)
        except (OSError, RuntimeError, http.client.HTTPException) as error:
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failures:
        raise failures[0]
    used = cpu_seconds(roots) - before
    return Block(len(times), used * 1000 / len(times), times)


def cpu_seconds(roots: Iterable[int]) -> float:
    """CPU time of processes and everything below them, with what their ended children used."""
    parents: dict[int, int] = {}
    used: dict[int, int] = {}
    ended: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # gone in the meantime
        pid = int(folder.name)
        parents[pid] = int(fields[1])
        used[pid] = int(fields[11]) + int(fields[12])
        ended[pid] = int(fields[13]) + int(fields[14])
    roots = set(roots)

    def belongs(pid: int) -> bool:
        while pid in parents:
            if pid in roots:
                return True
            pid = parents[pid]
        return False

    return sum(used[pid] + ended[pid] for pid in used if belongs(pid)) / TICK
