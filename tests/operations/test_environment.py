"""Settings come from the environment, and nonsense is refused by the name of the variable."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings import env


@pytest.mark.parametrize(
    ("read", "value", "complaint"),
    [
        (lambda: env.text("THING"), "", "THING is not set"),
        (lambda: env.boolean("THING", False), "maybe", "THING='maybe': use 1 or 0"),
        (lambda: env.integer("THING", 1), "many", "THING='many': use a whole number"),
        (lambda: env.integer("THING", 1, minimum=1), "0", "THING=0: use 1 or more"),
        (lambda: env.words("THING"), " , ", "THING names nothing"),
        (lambda: env.secrets("THING"), "short", "THING: 1 of 1 secrets have fewer than 32"),
        (lambda: env.address("THING"), "portal.example", "THING='portal.example': use https://"),
        (lambda: env.address("THING"), "https://a.example/x", "THING='https://a.example/x': use h"),
        (lambda: env.database("THING"), "mysql://x/y", "THING: unknown kind 'mysql'"),
        (lambda: env.database("THING"), "sqlite:///", "THING: sqlite:/// needs a path"),
        (lambda: env.database("THING"), "postgresql://host", "THING: the address names no databa"),
        (lambda: env.database("THING"), "postgresql://h:port/x", "THING: the port is no number"),
        (lambda: env.cache("THING"), "memcached://x", "THING: unknown kind 'memcached'"),
        (lambda: env.cache("THING"), "redis://", "THING: the address names no server"),
        (lambda: env.email("THING"), "pigeon://x", "THING: unknown kind 'pigeon'"),
        (lambda: env.email("THING"), "smtp://", "THING: the address names no mail server"),
        (lambda: env.email("THING"), "smtp://host:many", "THING: the port is no number"),
        (lambda: env.email("THING"), "file://", "THING: file:// needs a folder"),
    ],
)
def test_nonsense_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], Any], value: str, complaint: str
) -> None:
    monkeypatch.setenv("THING", value)

    with pytest.raises(ImproperlyConfigured) as refusal:
        read()

    assert str(refusal.value).startswith(complaint)


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (lambda: env.text("THING", "default"), "", "default"),
        (lambda: env.boolean("THING", False), "Yes", True),
        (lambda: env.boolean("THING", True), "0", False),
        (lambda: env.integer("THING", 1), "8000", 8000),
        (lambda: env.words("THING"), "a.example, b.example,", ["a.example", "b.example"]),
        (lambda: env.address("THING"), "https://a.example/", "https://a.example"),
        (lambda: env.cache("THING")["LOCATION"], "", "portal_cache"),
        (lambda: env.cache("THING")["LOCATION"], "redis://h/1", "redis://h/1"),
        (lambda: env.database("THING")["NAME"], "sqlite:////srv/portal.db", "/srv/portal.db"),
        (lambda: env.email("THING")["EMAIL_FILE_PATH"], "file:///srv/mail", "/srv/mail"),
        (lambda: env.email("THING")["EMAIL_PORT"], "smtps://mail.example", 465),
    ],
)
def test_sense_is_read(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], Any], value: str, expected: Any
) -> None:
    monkeypatch.setenv("THING", value)

    assert read() == expected


def test_a_postgresql_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "THING", "postgresql://us%40er:pa%2Fss@db.example:5433/por%20tal?sslmode=require"
    )

    found = env.database("THING")

    assert (found["USER"], found["PASSWORD"]) == ("us@er", "pa/ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "5433", "por tal")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_a_secret_can_be_kept_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from a file\n")
    monkeypatch.setenv("THING_FILE", str(tmp_path / "secret"))

    assert env.text("THING") == "from a file"


def test_a_missing_secret_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING_FILE", "/nowhere/secret")

    with pytest.raises(ImproperlyConfigured, match="THING_FILE: cannot read '/nowhere/secret'"):
        env.text("THING")


def test_a_value_and_a_file_for_it_are_one_too_many(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("THING", "one")
    monkeypatch.setenv("THING_FILE", str(tmp_path / "other"))

    with pytest.raises(ImproperlyConfigured, match="THING and THING_FILE are both set"):
        env.text("THING")


def test_secrets_are_never_in_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING", "s3cret")

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.secrets("THING")

    assert "s3cret" not in str(refusal.value)
