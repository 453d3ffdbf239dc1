"""Texts with placeholders: what is filled in, what is refused, and whose words are used."""

from typing import Any

import pytest

from learning.enrolment.handout.text_models import HandoutText, TextKind
from learning.enrolment.handout.texts import (
    Text,
    TextError,
    check_body,
    check_subject,
    check_text,
    default_text,
    example_values,
    fill,
    general_values,
    placeholders_of,
    text_for,
    values_of,
)
from learning.enrolment.models import Enrolment
from learning.enrolment.services import issue_code
from learning.programmes.models import CodeMode

LANGUAGES = ["nl", "en"]


def refusal(check: Any, *args: Any) -> list[str]:
    with pytest.raises(TextError) as error:
        check(*args)
    return error.value.messages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", TextKind)
def test_the_built_in_texts_are_in_order(kind: TextKind, language: str, programme: Any):
    text = default_text(kind, language)
    check_text(kind, text)

    filled = fill(text.body, example_values(programme, language))

    assert "{" not in filled
    assert programme.title in fill(text.subject, example_values(programme, language))


@pytest.mark.parametrize("kind", TextKind)
def test_every_placeholder_that_is_explained_has_a_value(kind: TextKind, programme: Any):
    body = " ".join(str(each) for each in placeholders_of(kind))

    assert fill(body, example_values(programme)).count("{") == 0


def test_a_language_without_texts_gets_dutch():
    assert default_text(TextKind.MAIL, "fy") == default_text(TextKind.MAIL, "nl")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{code} {voornam}", "Een invulwoord {voornam} bestaat niet. Bedoel je {voornaam}?"),
        ("{code} {Naam}", "Een invulwoord {Naam} bestaat niet. Bedoel je {naam}?"),
        ("{code} {traject}", "Een invulwoord {traject} bestaat niet. Bedoel je {programma}?"),
        (
            "{code} {geldig tot}",
            "Een invulwoord {geldig tot} bestaat niet. Bedoel je {geldig_tot}?",
        ),
        ("{code} {xyz}", "Een invulwoord {xyz} bestaat hier niet."),
        (
            "{code} {voornaam",
            "Er staat een losse accolade. Een invulwoord heeft er twee: {voornaam}.",
        ),
        ("Dag {voornaam}", "{code} ontbreekt: zonder dat kan niemand binnenkomen."),
    ],
)
def test_what_is_wrong_is_said_by_name(body: str, said: str):
    assert refusal(check_body, TextKind.MAIL, body) == [said]


@pytest.mark.parametrize("name", ["{code}", "{link}"])
def test_a_subject_never_holds_a_way_in(name: str):
    said = f"{name} mag niet in de kop staan: anderen kunnen die meelezen."

    assert refusal(check_subject, TextKind.MAIL, f"Je code: {name}") == [said]


def test_what_a_name_looks_like_is_not_filled_in_again():
    values = {"voornaam": "{code}", "code": "7K3M"}

    assert fill("Dag {voornaam}", values) == "Dag {code}"
    assert refusal(fill, "Dag {achternaam}", values)


def test_a_programme_has_its_own_words_per_kind_and_language(programme: Any, other_programme: Any):
    HandoutText.objects.create(
        programme=programme, kind=TextKind.MAIL, subject="Eigen", body="{code}"
    )

    assert text_for(programme, TextKind.MAIL) == Text("Eigen", "{code}", is_own=True)
    assert text_for(programme, TextKind.MAIL, "en") == default_text(TextKind.MAIL, "en")
    assert text_for(programme, TextKind.LETTER) == default_text(TextKind.LETTER)
    assert text_for(other_programme, TextKind.MAIL) == default_text(TextKind.MAIL)


@pytest.mark.parametrize(
    ("mode", "link", "said"),
    [
        (CodeMode.ACTIVATE, "http://testserver/inloggen/#{code}", "werkt één keer"),
        (CodeMode.REPEAT, "http://testserver/inloggen/", "elke keer"),
        (CodeMode.SSO, "http://testserver/inloggen/", "account van je werk"),
    ],
)
def test_only_a_code_that_works_once_is_in_the_link(
    programme: Any, anna: Any, mode: CodeMode, link: str, said: str
):
    programme.code_mode = mode
    programme.save()
    enrolment = Enrolment.objects.get(person=anna)
    issued = issue_code(enrolment=enrolment)

    values = values_of(enrolment, issued)

    assert values["link"] == link.replace("{code}", issued.text)
    assert values["code"] == issued.text
    assert said in values["gebruik"]


def test_values_are_in_the_persons_language_and_on_one_line(programme: Any, anna: Any):
    anna.first_name, anna.language = "Anna\r\nBcc: iedereen@elders.example", "en"
    anna.save()
    enrolment = Enrolment.objects.get(person=anna)

    values = values_of(enrolment, issue_code(enrolment=enrolment))

    assert values["voornaam"] == "Anna Bcc: iedereen@elders.example"
    assert values["gebruik"].startswith("Keep the code")


def test_whom_to_ask(programme: Any):
    assert general_values(programme)["contact"] == "je coördinator"

    organisation = programme.organisation
    organisation.help_name, organisation.help_phone = "Fatma Faber", "0612345678"

    assert general_values(programme)["contact"] == "Fatma Faber, 0612345678"
