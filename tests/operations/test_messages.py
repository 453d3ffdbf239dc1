"""Messages are found in code and templates, and what a reader would see broken is named."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message

from portal import messages

TEMPLATE = """{% load i18n %}
    {% translate "Plain" %} {{ _("In a variable")|upper }} {% include "x.html" with a=_("An argument") %}
        {% blocktranslate trimmed %}
            On two
            lines
        {% endblocktranslate %}
  {% blocktranslate count n=n %}{{ n }} lesson{% plural %}{{ n }} lessons{% endblocktranslate %}
    {% translate "May" context "month" %} it's "quoted" (
"""
CODE = """
title = _("In code")
lazy = pgettext_lazy("verb", "Open")
many = ngettext("%(n)d post", "%(n)d posts", n) % {"n": n}
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {"portal/code.py": CODE, "templates/page.html": TEMPLATE}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    (tmp_path / "locale/nl/LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "locale/nl/LC_MESSAGES/django.po").write_text('msgid ""\nmsgstr ""\n')
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    return tmp_path


def test_every_kind_of_message_is_found(tree: Path) -> None:
    found = {(message.context, message.id) for message in messages.collected() if message.id}

    assert found == {
        (None, "In code"),
        ("verb", "Open"),
        (None, ("%(n)d post", "%(n)d posts")),
        (None, "Plain"),
        (None, "In a variable"),
        (None, "An argument"),
        (None, "On two lines"),
        (None, ("%(n)s lesson", "%(n)s lessons")),
        ("month", "May"),
    }


def test_what_is_not_in_the_catalogue_is_named_and_collected(tree: Path) -> None:
    assert "nl: 'Plain' not in the catalogue (make messages)" in messages.faults()

    messages.collect()

    assert "nl: 'Plain' not translated" in messages.faults()
    assert len(messages.faults()) == 9


@pytest.mark.parametrize(
    ("translation", "problem"),
    [
        ("%(n)s van %(total)s", None),
        ("", "not translated"),
        ("%(n)s van", "lacks a placeholder"),
        ("%(n)s van %(totaal)s", "has a placeholder that the source has not"),
    ],
)
def test_a_broken_translation_is_named(translation: str, problem: str | None) -> None:
    wanted = Message("%(n)s of %(total)s")

    assert messages.fault(wanted, Message(wanted.id, translation)) == problem


def test_a_guess_is_no_translation() -> None:
    guess = Message("Plain", "Gewoon", flags=["fuzzy"])

    assert messages.fault(Message("Plain"), guess) == "marked as fuzzy"
