"""The kick-off: a training room comes in at once, from one address, while somebody there guesses.

Everyone must get in, and whoever guesses must get one and the same answer, in the same time, whatever
is wrong with a code. The server keeps the limits of an ordinary installation.
"""

import http.client
import re
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from learning.enrolment import codes
from learning.enrolment.models import AccessCode, Enrolment
from learning.enrolment.services import enrol_person, issue_code, revoke_code
from learning.programmes.models import CodeMode, Cohort, Programme
from portal.accounts.services import create_participant

ROOMS = (40, 200)
OF_EACH_KIND = 12
TRIES = 4
"""Of each bad code, in the rooms and once more alone: fewer than the ten that freeze a code."""
WARM = 16
DOOR_TRIES, WAIT = 5, 0.2
LEAST_GUESSES = 12  # two of each kind, also where everyone is in before that
TOKEN = "b" * 32  # Django compares the form's with the cookie's
ENTRY = "/inloggen/"


class KickoffError(Exception):
    """Somebody stayed outside, or whoever guessed has learned something."""


@dataclass(frozen=True)
class Guess:
    """What a guess got: the page without what differs at every visit, and how long it took."""

    kind: str
    status: int
    answer: str
    milliseconds: float


@dataclass(frozen=True)
class Room:
    """How it went for the people in one room, and for who guessed meanwhile."""

    people: int
    came_in: int
    seconds: float
    each: list[float]
    guesses: list[Guess]

    @property
    def learned(self) -> bool:
        return len({(guess.status, guess.answer) for guess in self.guesses}) > 1


def measure_kickoff(port: int) -> list[dict[str, Any]]:
    """Let each room in, print how that went, and raise KickoffError where it went wrong."""
    print(HEAD, flush=True)
    bad = make_bad_codes()
    warm_up(port)
    guesses = interleaved(bad)  # goes on in the next room where it stopped in the one before
    found, wrong = [], []
    for number in ROOMS:
        room = let_in(port, make_room(number), guesses)
        found.append(row(room))
        print(line(found[-1]), flush=True)
        if room.came_in < room.people:
            wrong.append(f"{room.people - room.came_in} of {room.people} did not get in")
        if room.learned:
            wrong.append("wrong codes get different answers")
    times = quiet_times(port, bad)
    print(
        "A guess alone: " + ", ".join(f"{kind} {ms:.1f} ms" for kind, ms in times.items()),
        flush=True,
    )
    if wrong:
        raise KickoffError("; ".join(wrong))
    return [*found, {"guess_ms": times}]


def warm_up(port: int) -> None:
    """Let the workers start, read their templates and fill their caches."""
    for _ in range(WARM):
        guess(port, "unknown", str(codes.generate()))


def make_room(number: int) -> list[str]:
    """So many new people in a cohort of their own, and their codes."""
    programme = Programme.objects.order_by("pk").first()
    assert programme is not None
    cohort = Cohort.objects.create(programme=programme, name=f"Aftrap met {number}")
    return [_code_of(programme, cohort, at) for at in range(number)]


def _code_of(programme: Programme, cohort: Cohort | None, number: int) -> str:
    person = create_participant(first_name="Deelnemer", last_name=f"Nummer {number}")
    enrolment = enrol_person(person=person, programme=programme, cohort=cohort)
    return issue_code(enrolment=enrolment).text


def make_bad_codes() -> dict[str, list[str]]:
    """Codes that do not work, by what is wrong with them."""
    programme = Programme.objects.order_by("pk").first()
    assert programme is not None
    kinds = {
        kind: [_code_of(programme, None, number) for number in range(OF_EACH_KIND)]
        for kind in ("wrong", "expired", "revoked", "used", "ended")
    }

    def kept(kind: str) -> Any:
        selectors = [codes.parse(text).selector for text in kinds[kind]]
        return AccessCode.objects.filter(selector__in=selectors)

    kept("expired").update(expires_at=timezone.now())
    kept("used").update(mode=CodeMode.ACTIVATE, first_used_at=timezone.now())
    for code in kept("revoked"):
        revoke_code(code=code)
    Enrolment.objects.filter(codes__in=kept("ended")).update(ended_at=timezone.now())
    kinds["wrong"] = [_with_other_secret(text) for text in kinds["wrong"]]
    kinds["unknown"] = [str(codes.generate()) for _ in range(OF_EACH_KIND)]
    return kinds


def _with_other_secret(text: str) -> str:
    return str(codes.Code(codes.parse(text).selector, codes.generate().verifier))


def interleaved(bad: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """One of each kind in turns; when each was tried often enough, unknown ones without end."""
    for _ in range(TRIES):
        for at in range(OF_EACH_KIND):
            yield from ((kind, texts[at]) for kind, texts in bad.items())
    while True:
        yield "unknown", str(codes.generate())


def let_in(port: int, texts: list[str], guesses: Iterator[tuple[str, str]]) -> Room:
    """Everyone starts at the same moment; who guesses goes on as fast as the answers come."""
    start = threading.Barrier(len(texts) + 1)
    is_over = threading.Event()
    each: list[float] = []
    guessed: list[Guess] = []

    def come(text: str) -> None:
        start.wait()
        began = time.perf_counter()
        if comes_in(port, text):
            each.append(time.perf_counter() - began)

    def keep_guessing() -> None:
        while not is_over.is_set() or len(guessed) < LEAST_GUESSES:
            guessed.append(guess(port, *next(guesses)))

    crowd = [threading.Thread(target=come, args=[text]) for text in texts]
    guesser = threading.Thread(target=keep_guessing)
    for thread in (*crowd, guesser):
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in crowd:
        thread.join()
    seconds = time.perf_counter() - began
    is_over.set()
    guesser.join()
    return Room(len(texts), len(each), seconds, sorted(each), guessed)


def comes_in(port: int, text: str) -> bool:
    """The page with the field, the code, and the page after it, as a phone asks for them."""
    try:
        with closing(_at_the_door(port)) as connection:
            status, _body, session, leads_to = _enter(connection, text)
            if status != http.HTTPStatus.FOUND or not session:
                return False
            connection.request("GET", leads_to, headers={"Cookie": session})
            return _read(connection)[0] == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False


def guess(port: int, kind: str, text: str) -> Guess:
    """Try a code that does not work, over a connection of its own."""
    with closing(_at_the_door(port)) as connection:
        began = time.perf_counter()
        status, body, _session, _leads_to = _enter(connection, text)
        milliseconds = (time.perf_counter() - began) * 1000
    return Guess(kind, status, _without_what_was_typed(body, text), milliseconds)


def _at_the_door(port: int) -> http.client.HTTPConnection:
    """A connection on which the page with the field was asked for: again where that fails, as a
    browser does when so many come at once that the server has no place for another to wait."""
    for left in reversed(range(DOOR_TRIES)):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            connection.request("GET", ENTRY)
            _read(connection)
            return connection
        except (ConnectionError, http.client.HTTPException):
            connection.close()
            if not left:
                raise
            time.sleep(WAIT)
    raise AssertionError


def _enter(connection: http.client.HTTPConnection, text: str) -> tuple[int, str, str, str]:
    form = urlencode({"code": text, "csrfmiddlewaretoken": TOKEN})
    headers = {
        "Cookie": f"csrftoken={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request("POST", ENTRY, form, headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    cookies = answer.headers.get_all("Set-Cookie") or []
    session = next((c.partition(";")[0] for c in cookies if c.startswith("sessionid=")), "")
    return answer.status, body, session, answer.headers.get("Location", "/")


def _read(connection: http.client.HTTPConnection) -> tuple[int, str]:
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def _without_what_was_typed(body: str, text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body).replace(text, "")


def quiet_times(port: int, bad: dict[str, list[str]]) -> dict[str, float]:
    """How long the answer takes for each kind, when nobody else asks for anything: the median."""
    found: dict[str, list[float]] = {kind: [] for kind in bad}
    for kind, text in islice(interleaved(bad), TRIES * OF_EACH_KIND * len(bad)):
        found[kind].append(guess(port, kind, text).milliseconds)
    return {kind: median(times) for kind, times in found.items()}


HEAD = (
    f"\n{'kick-off':12}{'came in':>14}{'seconds':>9}{'p50 s':>8}{'p95 s':>8}{'guesses':>9}"
    f"{'answers':>9}"
)


def row(room: Room) -> dict[str, Any]:
    """The figures of one room."""
    return {
        "people": room.people,
        "came_in": room.came_in,
        "seconds": round(room.seconds, 1),
        "p50_s": round(median(room.each), 2),
        "p95_s": round(quantiles(room.each, n=20)[-1], 2),
        "guesses": len(room.guesses),
        "answers": len({(guess.status, guess.answer) for guess in room.guesses}),
    }


def line(found: dict[str, Any]) -> str:
    """The same as a line of the table."""
    came = f"{found['came_in']} of {found['people']}"
    return (
        f"{found['people']:<12}{came:>14}{found['seconds']:9.1f}{found['p50_s']:8.2f}"
        f"{found['p95_s']:8.2f}{found['guesses']:9}{found['answers']:9}"
    )
