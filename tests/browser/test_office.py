"""The enrolment office: from a list with errors to a code on a phone, and that code replaced."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from pypdf import PdfReader

from learning.enrolment import codes
from learning.enrolment.models import Enrolment, Role
from learning.organisation.models import Department
from learning.programmes.models import Cohort, Programme
from portal.accounts.models import User
from tests.browser.steps import check_screen, follow, sign_in_as_staff, sign_in_with_code

Visit = Callable[..., Page]

HEADINGS = "Personeelsnummer;Voornaam;Tussenvoegsel;Achternaam;E-mail;Functie;Afdeling;Groep"
NORA = "1001;Nora;van den;Berg;nora@veldermeer.example;Coördinator;Beleid;Groep Populier"
WITH_ERRORS = (
    NORA,
    "1002;Oscar;;Okker;oscar@veldermeer;;Beleid;Groep Populier",
    "1003;Piet;;;;;Beleid;Groep Populier",
    "1004;Quirine;;Quist;;;Beleid;Groep Poppelier",
)
CORRECTED = (
    NORA,
    "1002;Oscar;;Okker;oscar@veldermeer.example;;Beleid;Groep Populier",
    "1003;Piet;;Prins;;;Beleid;Groep Populier",
    "1004;Quirine;;Quist;;;Beleid;Groep Populier",
)
NAMES = ("Nora van den Berg", "Oscar Okker", "Piet Prins", "Quirine Quist")
CODE = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}")
REFUSED = "Met deze code kun je niet inloggen. Vraag je coördinator om een nieuwe."
COUNTED = "h2[role=alert]"  # how many a list of Wagtail holds; a heading may not be an alert
STEPS = 30  # so often one presses Tab at most, once past the menu


def as_file(*rows: str) -> FilePayload:
    """A list as Excel saves it in the Netherlands."""
    content = "\r\n".join([HEADINGS, *rows, ""]).encode("cp1252")
    return {"name": "deelnemers.csv", "mimeType": "text/csv", "buffer": content}


@pytest.fixture
def office(
    visit: Visit,
    fatma: User,
    equip: Callable[[User], tuple[str, str, str]],
    cohort: Cohort,
    programme: Programme,
) -> Page:
    """The coordinator at her desk, in the CMS."""
    Department.objects.create(organisation=programme.organisation, name="Beleid")
    page = visit("desktop")
    sign_in_as_staff(page, *equip(fatma))
    page.goto("/beheer/")
    return page


def test_from_a_list_with_errors_to_a_code_that_was_replaced(office: Page, phone: Page) -> None:
    import_list(office)
    make_letters(office)
    code = download_once(office)["Nora van den Berg"]

    sign_in_with_code(phone, code)
    expect(phone.locator("main")).to_contain_text("Stevig aan tafel")

    new_code = replace_code(office, "Nora van den Berg")
    phone.reload()
    expect(phone.locator("h1")).to_have_text("Welkom")
    answer = refusal_of(phone, code)
    assert REFUSED in answer
    assert answer == refusal_of(phone, str(codes.generate())), "as if it had never been"
    sign_in_with_code(phone, new_code)
    expect(phone.locator("main")).to_contain_text("Stevig aan tafel")


def test_with_the_keyboard_alone(office: Page) -> None:
    page = office
    # Who listens only when the key is pressed may be too late: the browser's own dialog was opened.
    page.on("filechooser", lambda chooser: None)
    page.goto("/beheer/importeren/")
    press(page, page.get_by_role("link", name="Deelnemers importeren").first)
    tab_to(page, page.get_by_label("Lijst met deelnemers"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(as_file(*CORRECTED))
    press(page, page.get_by_role("button", name="Uploaden"), is_within=True)
    check_screen(page)
    press(page, page.get_by_role("button", name="Controleer de lijst"))
    press(page, page.get_by_role("button", name="Voer de lijst in"))
    expect(page.locator("#run-state")).to_have_text("Ingevoerd")

    press(page, page.get_by_role("link", name="Naar de mensen zonder code"))
    tab_to(page, tick_box(page, "Nora van den Berg"), skips=True)
    page.keyboard.press("Space")
    press(page, page.get_by_role("link", name="Brieven maken"), is_within=True)
    press(page, page.get_by_role("button", name="Ja, maak de brieven"))
    tab_to(page, page.get_by_role("button", name="Haal het bestand op"), skips=True)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert list(codes_in(PdfReader(download.value.path()))) == ["Nora van den Berg"]


def import_list(page: Page) -> None:
    """A list with errors, then a corrected one: looked at first, and entered after a yes."""
    follow(page, page.get_by_role("link", name="Imports"))
    follow(page, page.get_by_role("link", name="Deelnemers importeren").first)
    check_screen(page)
    upload(page, WITH_ERRORS)
    expect(page.locator("#run-state")).to_have_text("Gecontroleerd: er is iets fout")
    check_screen(page)
    follow(page, page.get_by_role("link", name="Fout (3)"))
    for row, name, why in (
        ("3", "Oscar Okker", "‘oscar@veldermeer’ is geen e-mailadres."),
        ("4", "Piet", "Er moet een achternaam zijn, en een voornaam of voorletters."),
        ("5", "Quirine Quist", "Groep ‘Groep Poppelier’ bestaat hier niet."),
    ):
        cells = page.get_by_role("row", name=why).get_by_role("cell")
        expect(cells).to_have_text([row, name, "Fout", why])
    expect(page.get_by_role("button", name="Voer de lijst in")).to_have_count(0)

    follow(page, page.get_by_role("link", name="Upload een verbeterd bestand"))
    upload(page, CORRECTED)
    expect(page.get_by_role("link", name="Nieuw (4)")).to_be_visible()
    assert not Enrolment.objects.filter(role=Role.PARTICIPANT).exists(), "it was looked at, no more"
    follow(page, page.get_by_role("button", name="Voer de lijst in"))
    expect(page.locator("#run-state")).to_have_text("Ingevoerd")
    check_screen(page)


def upload(page: Page, rows: tuple[str, ...]) -> None:
    """Hand in a file, agree to what its columns are, and have it checked."""
    page.get_by_label("Lijst met deelnemers").set_input_files(as_file(*rows))
    follow(page, page.get_by_role("button", name="Uploaden"))
    expect(page.get_by_label("Tussenvoegsel")).to_have_value("particle")
    follow(page, page.get_by_role("button", name="Controleer de lijst"))


def make_letters(page: Page) -> None:
    """Tick two of the people who have no code yet, and make their letters."""
    follow(page, page.get_by_role("link", name="Naar de mensen zonder code"))
    for name in ("Nora van den Berg", "Oscar Okker"):
        box = tick_box(page, name)
        expect(box).to_have_accessible_description(name)
        box.check()
    bar = page.get_by_role("region", name="Bulk acties")
    expect(bar).to_contain_text("2 items geselecteerd")
    check_screen(page, apart_from=[COUNTED])
    follow(page, bar.get_by_role("link", name="Brieven maken"))
    expect(page.locator("main")).to_contain_text("2 mensen hebben nog geen code die werkt")
    check_screen(page)
    follow(page, page.get_by_role("button", name="Ja, maak de brieven"))
    expect(page.locator("#run-state")).to_contain_text("Klaar")
    check_screen(page)


def tick_box(page: Page, name: str) -> Locator:
    """What someone is chosen with in the list."""
    return page.get_by_role("row").filter(has_text=name).get_by_role("checkbox")


def download_once(page: Page) -> dict[str, str]:
    """Get the file; ask for it again and be told why not. Whose code is which, as printed."""
    button = page.get_by_role("button", name="Haal het bestand op (PDF)")
    with page.expect_download() as download:
        button.click()
    found = codes_in(PdfReader(download.value.path()))
    assert sorted(found) == ["Nora van den Berg", "Oscar Okker"]

    page.watch.allow("^410 ")
    follow(page, button)
    expect(page.locator(".messages")).to_contain_text(
        "Dit bestand is weg. Je kunt het één keer ophalen, binnen 24 uur."
    )
    expect(page.locator("main")).to_contain_text("opgehaald")
    expect(page.locator("main")).to_contain_text("Fatma Faber")
    expect(button).to_have_count(0)
    return found


def codes_in(letters: PdfReader) -> dict[str, str]:
    """The code on each letter, by whom the letter is for."""
    found = {}
    for page in letters.pages:
        text = " ".join(page.extract_text().split())
        (code,) = CODE.findall(text)
        (name,) = (each for each in NAMES if each in text)
        found[name] = code
    return found


def replace_code(page: Page, name: str) -> str:
    """Give someone another code, which is shown this one time."""
    follow(page, page.get_by_role("link", name="Inschrijvingen", exact=True).first)
    follow(page, page.get_by_role("link", name=name))
    expect(page.locator("main")).to_contain_text("in gebruik sinds")
    check_screen(page)
    follow(page, page.get_by_role("link", name="Code vervangen"))
    expect(page.locator("main")).to_contain_text(f"{name} wordt overal uitgelogd")
    check_screen(page)
    follow(page, page.get_by_role("button", name="Ja, vervang de code"))
    expect(page.locator("main")).to_contain_text("Je ziet deze code alleen nu.")
    check_screen(page)
    return page.locator(".o-letter__code").inner_text()


def refusal_of(page: Page, code: str) -> str:
    """What the first page says to a code that does not work."""
    page.locator("[data-code]").fill(code)
    follow(page, page.get_by_role("button", name="Naar mijn traject"))
    return page.get_by_role("alert").inner_text()


def tab_to(page: Page, target: Locator, *, skips: bool = False) -> None:
    """Walk there with the Tab key, past the menu where the page was just opened; see where one is."""
    if skips:
        page.keyboard.press("Tab")
        expect(page.locator(".skiplink")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()
    for _step in range(STEPS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            break
    expect(target).to_be_focused()
    outline = target.evaluate("element => getComputedStyle(element).outlineStyle")
    assert outline != "none", "the focus can be seen"


def press(page: Page, target: Locator, *, is_within: bool = False) -> None:
    """Walk to what leads to another page, press Enter, and wait until that page is there."""
    tab_to(page, target, skips=not is_within)
    with page.expect_navigation():
        page.keyboard.press("Enter")
