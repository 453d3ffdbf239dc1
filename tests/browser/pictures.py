"""Take the pictures of the README and the coordinator's guide of a running demo.

``python -m tests.browser.pictures``. The demo stays as it is: the list that is looked at is thrown
away again, and what would happen is shown, not done.
"""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect, sync_playwright

from portal.settings import env
from tests.browser.devices import DEVICES, arguments, find_program
from tests.browser.steps import follow, sign_in_as_staff, sign_in_with_code

PICTURES = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures"
COLOURS = 256  # screens have few: this is what makes the files small
LIST = """Personeelsnummer;Voornaam;Tussenvoegsel;Achternaam;E-mail;Afdeling;Groep
1001;Nora;van den;Berg;nora@veldermeer.example;Sociaal domein;Groep Wilg
1002;Oscar;;Okker;oscar@veldermeer;Sociaal domein;Groep Wilg
1003;Piet;;;;Sociaal domein;Groep Wilg
1004;Quirine;;Quist;;Sociaal domein;Groep Wlig
"""


def keep(page: Page, name: str, height: int | None = None) -> None:
    """Keep what is on the screen, from the top down to where it no longer matters."""
    size: Any = page.viewport_size
    clip = {"x": 0, "y": 0, "width": size["width"], "height": height or size["height"]}
    with Image.open(io.BytesIO(page.screenshot(clip=clip))) as picture:  # type: ignore[arg-type]
        few = picture.convert("RGB").quantize(
            COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        few.save(PICTURES / f"{name}.png", optimize=True)


def take_home(page: Page) -> None:
    """A participant's first page."""
    keep(page, "home")


def take_lesson(page: Page) -> None:
    """A lesson, as it is read on the way."""
    page.goto("/leren/slecht-nieuws/de-boodschap/")
    keep(page, "lesson")


def take_office(page: Page) -> None:
    """The coordinator's screens, in the order of the guide."""
    with checked_list(page):
        follow(page, page.get_by_role("link", name="Fout (3)"))
        keep(page, "import", 760)
        page.goto("/beheer/")
        keep(page, "aandacht", 330)
    page.goto("/beheer/inschrijvingen/?code=unused")
    for box in page.locator("tbody").get_by_role("checkbox").all()[:3]:
        box.check()
    bar = page.get_by_role("region", name="Bulk acties")
    follow(page, bar.get_by_role("link", name="Brieven maken"))
    keep(page, "uitgifte", 400)
    page.goto("/beheer/inschrijvingen/?code=unused")
    follow(page, page.locator("tbody").get_by_role("link").first)
    keep(page, "persoon", 660)
    page.goto("/")
    follow(page, page.get_by_role("link", name="Aftrap op het scherm").first)
    page.wait_for_load_state("networkidle")
    keep(page, "aftrap")


@contextmanager
def checked_list(page: Page) -> Iterator[None]:
    """A list with errors, on the page that tells of them; thrown away at the end."""
    page.goto("/beheer/importeren/")
    follow(page, page.get_by_role("link", name="Deelnemers importeren").first)
    file: FilePayload = {"name": "lijst.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    page.get_by_label("Lijst met deelnemers").set_input_files(file)
    follow(page, page.get_by_role("button", name="Uploaden"))
    follow(page, page.get_by_role("button", name="Controleer de lijst"))
    state = page.locator("#run-state")
    expect(state).to_have_text("Gecontroleerd: er is iets fout", timeout=60_000)
    checked = page.url
    try:
        yield
    finally:
        page.goto(checked)
        follow(page, page.get_by_role("button", name="Gooi deze lijst weg"))


def take() -> None:
    """Sign in as the demo's first participant and as its coordinator, and look around."""
    people = json.loads((Path(env.text("DATA_DIR", "var")) / "demo/people.json").read_text())
    roles = {person["role"]: person for person in reversed(people)}
    code = roles["participant"]["code"]
    keys = [roles["coordinator"][part] for part in ("username", "password", "totp_secret")]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_program(), args=arguments())
        visit(browser, "desktop", lambda page: sign_in_with_code(page, code), take_home)
        visit(browser, "phone", lambda page: sign_in_with_code(page, code), take_lesson)
        visit(browser, "desktop", lambda page: sign_in_as_staff(page, *keys), take_office)
        browser.close()


def visit(
    browser: Browser, device: str, sign_in: Callable[[Page], None], look: Callable[[Page], None]
) -> None:
    """Come in on a device of one's own, and look."""
    address = f"http://127.0.0.1:{env.integer('PORT', 8000)}"
    context = browser.new_context(base_url=address, locale="nl-NL", **DEVICES[device])
    context.set_default_timeout(60_000)
    page = context.new_page()
    sign_in(page)
    look(page)
    context.close()


if __name__ == "__main__":
    take()
