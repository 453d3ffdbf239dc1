"""Letters and cards: everyone their own, for everyone to read, and nothing of a name is markup."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from learning.enrolment import codes
from learning.enrolment.handout import paper
from learning.enrolment.handout.models import Handout
from learning.enrolment.handout.text_models import HandoutText, TextKind
from learning.enrolment.handout.typesetting import TypesettingFailed, typeset
from learning.enrolment.models import AccessCode
from learning.enrolment.services import redeem_code
from learning.organisation.models import Department
from learning.programmes.models import CodeMode
from portal.accounts.models import User
from tests.handout.conftest import PRINTED, Enrol, Make, codes_in, file_of, pages

CARDS = Handout.Kind.CARDS
NAMES = ["Anna Aalbers", "Bram Bakker", "Chantal Claes"]
AWKWARD = [
    '#import "x": y',
    "*vet* _schuin_ `code`",
    "$x$ #panic() // weg",
    r"\ 'enkel' \"dubbel\" \u0041",
    "<script>&amp;</script>",
    "[haak] {accolade} = kop",
    "Łukasz Ðorđević-Şahin Ñandú",
    "Ιωάννης Иванов",
]


def elements(content: bytes) -> list[DictionaryObject]:
    """The structure of a tagged PDF, in reading order."""

    def walk(node: Any) -> Iterator[DictionaryObject]:
        node = node.get_object()
        if isinstance(node, ArrayObject):
            for each in node:
                yield from walk(each)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from walk(node["/K"])

    return list(walk(PdfReader(BytesIO(content)).root_object["/StructTreeRoot"]))


def test_everyone_has_one_page_with_their_own_code(enrol: Enrol, make: Make):
    handout = make(enrol(*NAMES))

    found = pages(file_of(handout))

    assert len(found) == 3
    for name, page in zip(NAMES, found, strict=True):
        (code,) = PRINTED.findall(page)
        assert [each for each in NAMES if each in page] == [name]
        assert str(redeem_code(code=codes.parse(code))) == name


def test_a_letter_says_what_until_when_and_whom_to_ask(
    enrol: Enrol, make: Make, programme: Any, organisation: Any
):
    organisation.help_name, organisation.help_phone = "Fatma Faber", "0123 45 67 89"
    organisation.save()
    department = Department.objects.create(organisation=organisation, name="Ruimte & Wonen")
    (page,) = pages(file_of(make(enrol("Anna Aalbers", department=department))))

    address = "Anna Aalbers Ruimte & Wonen Gemeente Veldermeer"
    order = [
        address,
        "Welkom bij Stevig aan tafel",
        "Je persoonlijke code",
        "tot en met",
        "Fatma Faber",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "0123 45 67 89" in page
    assert "http://testserver/inloggen/" in page


def test_letters_are_for_everyone_to_read(enrol: Enrol, make: Make):
    content = file_of(make(enrol(*NAMES)))
    reader = PdfReader(BytesIO(content))
    root = reader.root_object

    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "nl-NL"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata is not None
    assert reader.metadata.title == "Brieven – Stevig aan tafel"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()

    found = elements(content)
    kinds = [element["/S"] for element in found]
    assert kinds.count("/H1") == kinds.count("/Figure") == 3
    assert {"/P", "/L", "/LI"} <= set(kinds)
    figures = [element for element in found if element["/S"] == "/Figure"]
    assert {figure["/Alt"] for figure in figures} == {"QR-code: opent de inlogpagina"}


def test_letters_are_in_our_own_fonts(enrol: Enrol, make: Make):
    page = PdfReader(BytesIO(file_of(make(enrol("Anna Aalbers"))))).pages[0]
    fonts = {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}

    families = {name.partition("+")[2].partition("-")[0] for name in fonts}
    assert families == {"PortaalSchreefloos", "PortaalSchreef", "DejaVuSansMono"}


@pytest.mark.parametrize("kind", [Handout.Kind.LETTERS, CARDS])
def test_a_name_is_never_markup(enrol: Enrol, make: Make, kind: Handout.Kind):
    content = file_of(make(enrol(*AWKWARD), kind))

    text = " ".join(pages(content))
    for name in AWKWARD:
        assert name in text
    assert len(codes_in(content)) == len(AWKWARD)


@pytest.mark.parametrize("kind", [Handout.Kind.LETTERS, CARDS])
def test_a_sign_that_no_font_has_stops_nothing(enrol: Enrol, make: Make, kind: Handout.Kind):
    names = ["王小明 Wang", "Anna 😀️ Aalbers", "محمد Mohammed", "Zoë Ｆull"]
    found = " ".join(pages(file_of(make(enrol(*names), kind))))

    for words in ("??? Wang", "Anna ? Aalbers", "???? Mohammed", "Zoë Full"):
        assert words in found


def test_cards_are_eight_on_a_sheet(enrol: Enrol, make: Make):
    names = [f"Deelnemer {number:02}" for number in range(9)]
    content = file_of(make(enrol(*names), CARDS))

    assert [len(PRINTED.findall(page)) for page in pages(content)] == [8, 1]
    for page in PdfReader(BytesIO(content)).pages:
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    for name, code in zip(names, codes_in(content), strict=True):
        assert str(redeem_code(code=codes.parse(code))) == name


def test_very_long_names_and_texts_lose_no_code(enrol: Enrol, make: Make, programme: Any):
    HandoutText.objects.create(
        programme=programme, kind=TextKind.LETTER, subject="Brief", body="Lees dit goed. " * 600
    )
    long = "Wilhelmina " * 12 + "van den Heuvel-Oosterhuis"
    handout = make(enrol(long[:150], "Bram Bakker"))

    assert len(codes_in(file_of(handout))) == 2
    assert len(codes_in(file_of(make(enrol("Wim " * 36 + "de Lange"), CARDS)))) == 1


def test_a_letter_is_in_the_language_of_the_person(enrol: Enrol, make: Make):
    english, dutch = enrol("Emma English", "Nel Nederlands")
    User.objects.filter(pk=english.person.pk).update(language="en")

    first, second = pages(file_of(make([english, dutch])))

    assert "Your personal code" in first
    assert "Je persoonlijke code" in second


@pytest.mark.parametrize("mode", CodeMode.values)
def test_a_code_is_in_its_qr_only_where_it_works_once(
    enrol: Enrol, make: Make, programme: Any, mode: str, monkeypatch: pytest.MonkeyPatch
):
    programme.code_mode = mode
    programme.save()
    drawn: list[str] = []
    real = paper.qr_code
    monkeypatch.setattr(paper, "qr_code", lambda address: drawn.append(address) or real(address))

    content = file_of(make(enrol("Anna Aalbers")))

    (code,) = codes_in(content)
    entry = "http://testserver/inloggen/"
    assert drawn == [f"{entry}#{code}" if mode == CodeMode.ACTIVATE else entry]


def test_an_unknown_placeholder_stops_it_before_anybody_gets_a_code(
    enrol: Enrol, make: Make, programme: Any
):
    HandoutText.objects.create(
        programme=programme, kind=TextKind.LETTER, subject="Welkom", body="Beste {achternaam}"
    )
    handout = make(enrol("Anna Aalbers"))

    assert handout.state == Handout.State.FAILED
    assert "{achternaam}" in handout.why
    assert not AccessCode.objects.exists()


def test_the_own_text_of_a_programme_says_where_the_code_stands(
    enrol: Enrol, make: Make, programme: Any
):
    body = "Dag {voornaam},\nfijn dat je er bent.\n\n{code}\n\n- eerst dit\n- dan dat\n\nTot {geldig_tot}"
    HandoutText.objects.create(
        programme=programme, kind=TextKind.LETTER, subject="Hallo {naam}", body=body
    )
    (page,) = pages(file_of(make(enrol("Anna Aalbers"))))

    (code,) = PRINTED.findall(page)
    order = ["Hallo Anna Aalbers", "Dag Anna, fijn dat", code, "eerst dit", "dan dat", "Tot "]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_every_letter_of_our_alphabets_can_be_typeset():
    letters = "".join(
        chr(number)
        for start, end in ((0x20, 0x7E), (0xA0, 0x377), (0x400, 0x4FF), (0x1E00, 0x1EFF))
        for number in range(start, end + 1)
    )
    assert json.dumps(letters)
    data = {
        "title": "Proef",
        "organisation": "Proef",
        "fonts": {"text": "Portaal Schreefloos", "heading": "Portaal Schreef"},
        "colours": dict.fromkeys(("ink", "subtle", "line", "cut", "brand", "tint"), "#000000"),
        "people": [
            {
                "language": "nl",
                "subject": "Proef",
                "name": letters,
                "group": letters,
                "code": "ABCD",
                "parts": [],
                "qr": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
                "qr_says": "QR",
            }
        ],
    }
    assert typeset("enrolment/handout/sheets/cards.typ", data).startswith(b"%PDF")


def test_a_typesetter_that_fails_tells_nothing_of_the_data():
    with pytest.raises(TypesettingFailed) as failed:
        typeset(
            "enrolment/handout/sheets/cards.typ", {"title": "Anna Aalbers ABCD-EFGH", "people": []}
        )
    assert "Anna" not in str(failed.value)
    assert "error" in str(failed.value).lower()
