"""The documents say what there is: settings, commands, and files that exist."""

import re
import subprocess
from pathlib import Path

import pytest

from learning.modules.blocks import LessonBody

ROOT = Path(__file__).resolve().parent.parent.parent
READ_BY_CODE = re.compile(
    r"env\.(?:text|boolean|integer|words|secrets|address|database|cache|email)\(\s*\"([A-Z_]+)\""
    r"|os\.environ\.(?:get|setdefault)\(\s*\"([A-Z_]+)\""
)
DOCUMENTS = [
    path
    for path in ROOT.rglob("*.md")
    if not {".venv", ".venv-latest", "var"} & set(path.relative_to(ROOT).parts)
]
HANDED_OVER = {"BENCH_STATIC"}  # by the measurement, to the server that it starts


def variables_in_code() -> set[str]:
    """Every variable of the environment that the code asks for."""
    files = [
        *ROOT.glob("portal/**/*.py"),
        *ROOT.glob("bench/*.py"),
        ROOT / "tests/browser/devices.py",
    ]
    found = {
        name for path in files for pair in READ_BY_CODE.findall(path.read_text()) for name in pair
    }
    return found - {""} - HANDED_OVER


def test_every_setting_is_described_and_no_other() -> None:
    described = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/settings.md").read_text(), re.M)

    assert len(described) == len(set(described))
    assert set(described) == variables_in_code()


def test_every_command_is_in_the_help() -> None:
    makefile = (ROOT / "Makefile").read_text()
    commands = set(re.search(r"^\.PHONY: (.*)$", makefile, re.M)[1].split())
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert set(re.findall(r"^  make ([a-z-]+) ", told.stdout, re.M)) == commands


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", document.read_text())

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_block_of_a_lesson_is_told_of() -> None:
    told = (ROOT / "docs" / "blocks.md").read_text(encoding="utf-8")
    assert [name for name in LessonBody().child_blocks if f"`{name}`" not in told] == []
