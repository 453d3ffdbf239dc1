"""Serve the portal: ``python -m portal.serve`` starts the web server and the task worker.

Both are started, watched and stopped together. What dies is started again, later each time; Ctrl-C
or SIGTERM stops all of it. The port is opened here, once, so that a port in use is told at once and
a web server that is started again does not lose it.
"""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured

from portal.settings import env

logger = logging.getLogger("portal.serve")

LONGEST_WAIT = 30.0
HEALTHY_AFTER = 60.0  # seconds of life after which a next death counts as the first
GRACE = 15.0  # seconds that a child gets to finish what it does
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Child:
    """A process that has to be there, and is started again when it is not."""

    name: str
    command: list[str]
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = field(default=0.0)
    not_before: float = field(default=0.0)
    wait: float = field(default=0.0)

    def keep_alive(self) -> None:
        """Start the process where it does not run and its waiting time is over."""
        now = time.monotonic()
        if self.process is not None:
            if self.process.poll() is None:
                return
            lived = now - self.started
            self.wait = 1.0 if lived > HEALTHY_AFTER else min(2 * self.wait or 1.0, LONGEST_WAIT)
            self.not_before = now + self.wait
            code = self.process.returncode
            self.process = None
            logger.error(
                "%s stopped with code %s; starting it again in %g s", self.name, code, self.wait
            )
        if now >= self.not_before:
            self.started = now
            # Its own session: Ctrl-C in a terminal reaches it once, by us.
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                self.command, pass_fds=self.pass_fds, start_new_session=True
            )

    def ask_to_stop(self) -> None:
        """Ask the process to finish what it does and go."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait for the process until the deadline; then end it and all that it started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            logger.warning("%s did not stop in time", self.name)
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def open_port(host: str, port: int) -> socket.socket:
    """Listen on the address; raises OSError where that is not possible."""
    family, _, _, _, address = socket.getaddrinfo(
        host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener


def web_server(listener: socket.socket) -> Child:
    """gunicorn on the open port. Its log says what was asked and how long it took, never by whom."""
    fd = listener.fileno()
    workers = env.integer("WEB_WORKERS", max(2, os.cpu_count() or 1), minimum=1)
    threads = env.integer("WEB_THREADS", 4, minimum=1)
    options = {
        "bind": f"fd://{fd}",
        "worker-class": "gthread",
        "workers": workers,
        "threads": threads,
        "worker-tmp-dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108
        "max-requests": 10_000,
        "max-requests-jitter": 1_000,
        "graceful-timeout": int(GRACE) - 5,
        "keep-alive": 5,
        "access-logfile": "-" if env.boolean("ACCESS_LOG", False) else None,
        "access-logformat": "%(t)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms",
        "log-level": "warning",
    }
    flags = [f"--{name}={value}" for name, value in options.items() if value is not None]
    command = [sys.executable, "-m", "gunicorn", *flags, "--preload", "--no-control-socket"]
    return Child("web server", [*command, "portal.wsgi:application"], pass_fds=(fd,))


def task_worker() -> Child:
    """The process that runs background tasks."""
    return Child("task worker", [sys.executable, "-m", "portal.worker"])


def supervise(children: list[Child]) -> None:
    """Keep the children running until this process is told to stop; leave none behind."""
    stop = threading.Event()
    for number in STOPPING:
        signal.signal(number, lambda *_: stop.set())
    try:
        while True:
            for child in children:
                child.keep_alive()
            if stop.wait(0.5):
                break
    finally:
        for child in children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE
        for child in children:
            child.end(deadline)


LOCAL_NAMES = {"127.0.0.1": "localhost", "::1": "localhost"}
"""A browser makes no passkey at an address in numbers."""


def main() -> int:
    """Serve until told to stop; return the exit code of the process."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level="INFO")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    try:
        host, port = env.text("HOST", "127.0.0.1"), env.integer("PORT", 8000)
        listener = open_port(host, port)
        children = [web_server(listener), task_worker()]
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        message = (
            f"Op {host}:{port} kan de portal niet luisteren ({error.strerror}). Draait er al iets? "
            f"Kies een andere poort: make run PORT={port + 1}\n"
            f"Cannot listen on {host}:{port} ({error.strerror}). Is something running there? "
            f"Choose another port: make run PORT={port + 1}"
        )
        print(message, file=sys.stderr)
        return 1
    with listener:
        name = LOCAL_NAMES.get(host) or (f"[{host}]" if ":" in host else host)
        address = f"http://{name}:{listener.getsockname()[1]}/"
        print(f"\nLeerportaal: {address} (Ctrl-C = stop)", flush=True)
        supervise(children)
    return 0


if __name__ == "__main__":
    sys.exit(main())
