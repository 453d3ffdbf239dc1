"""Take the README's pictures of a running demo: ``python -m tests.browser.pictures``."""

import json
from pathlib import Path

from playwright.sync_api import sync_playwright

from portal.settings import env
from tests.browser.devices import DEVICES, arguments, find_program
from tests.browser.steps import sign_in_with_code

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = {
    "home": ("desktop", "/"),
    "lesson": ("phone", "/leren/slecht-nieuws/de-boodschap/"),
}


def take() -> None:
    """Sign in as the demo's first participant and keep what is on the screen."""
    people = json.loads((Path(env.text("DATA_DIR", "var")) / "demo/people.json").read_text())
    participant = next(person for person in people if person["role"] == "participant")
    address = f"http://127.0.0.1:{env.integer('PORT', 8000)}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_program(), args=arguments())
        for name, (device, path) in PICTURES.items():
            context = browser.new_context(base_url=address, locale="nl-NL", **DEVICES[device])
            page = context.new_page()
            sign_in_with_code(page, participant["code"])
            page.goto(path)
            page.screenshot(path=ROOT / "docs" / "pictures" / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    take()
