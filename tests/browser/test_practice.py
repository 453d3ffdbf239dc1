"""A practice case, written on a phone, sent to the trainer and accepted at a desk."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from learning.modules.models import ModulePage
from learning.programmes.models import Programme
from portal.accounts.models import User
from tests.browser.steps import check_screen, follow, sign_in_as_staff, sign_in_with_code
from tests.practice.conftest import theme  # noqa: F401 - a fixture

LINES = {
    "Titel (in vijf woorden)": "De bewoner aan de balie",
    "Wat speelt er? (hoogstens tien zinnen)": "Volgens Bram wil een bewoner vandaag een antwoord.",
    "Wat wilde of wil ik bereiken?": "Rustig blijven.",
    "Wat deed ik, of wat ben ik van plan?": "Ik leg uit wat kan.",
    "Op welk moment wordt het lastig?": "Jullie doen ook nooit iets.",
    "Mijn oefenvraag": "Hoe kan ik luisteren zonder toe te zeggen?",
}


def test_from_a_phone_to_the_trainer_and_back(
    phone: Page,
    desktop: Page,
    programme: Programme,
    theme: ModulePage,  # noqa: F811
    anna: User,
    bram: User,
    dirk: User,
    code_of: Callable[[User], str],
    equip: Callable[[User], tuple[str, str, str]],
) -> None:
    sign_in_with_code(phone, code_of(anna))
    phone.goto("/praktijk/")
    follow(phone, phone.get_by_role("link", name="Nieuwe situatie"))
    for label, text in LINES.items():
        phone.get_by_label(label, exact=True).fill(text)
    phone.get_by_label("Bij welk thema hoort dit?").select_option(label=theme.title)
    phone.get_by_label("Komt nog").check()
    phone.get_by_label("Rol (geen naam)").first.fill("een bewoner")
    follow(phone, phone.get_by_role("button", name="Ruimte voor nog iemand"))
    expect(phone.get_by_label("Rol (geen naam)")).to_have_count(3)
    phone.get_by_label("Ja", exact=True).check()
    phone.get_by_label("Wat gebeurt er dan met mij?").fill("heimelijke paniek")
    check_screen(phone)
    follow(phone, phone.get_by_role("button", name="Bewaren en verder naar sturen"))

    expect(phone.locator("main")).to_contain_text("Is dit een naam? Bram.")
    phone.get_by_label("Ik heb nagekeken dat niemand herkenbaar is").check()
    check_screen(phone)
    follow(phone, phone.get_by_role("button", name="Sturen naar wie is aangevinkt"))
    expect(phone.locator("main")).to_contain_text("Jij en trainer Dirk de Trainer")
    check_screen(phone)

    sign_in_as_staff(desktop, *equip(dirk))
    desktop.goto("/praktijk/gestuurd/")
    check_screen(desktop)
    follow(desktop, desktop.get_by_role("link", name=LINES["Titel (in vijf woorden)"]))
    expect(desktop.locator("main")).not_to_contain_text("heimelijke paniek")
    check_screen(desktop)
    follow(desktop, desktop.get_by_role("button", name="Akkoord geven"))

    phone.reload()
    expect(phone.locator("h1 + .p-metas")).to_contain_text("Akkoord")
