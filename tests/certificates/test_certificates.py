"""Certificates of participation: who gets one, what is on the paper, and what a visitor learns."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from learning.certificates.models import Certificate
from learning.certificates.queries import find_certificate
from learning.certificates.services import (
    CertificateError,
    ask_certificate,
    erase_certificates,
    give_certificate,
    withdraw_certificate,
)
from learning.enrolment.access import entitlements_of
from learning.enrolment.models import Enrolment
from learning.enrolment.office.history import history_of
from learning.enrolment.services import end_enrolment, enrol_person
from learning.modules.models import LessonPage, ModulePage
from learning.modules.services import create_module, mark_lesson_done, pick_module
from learning.programmes.models import PhaseKind, Route
from learning.programmes.services import add_phase
from portal.accounts.models import User
from portal.accounts.mydata import parts_of
from tests.modules.conftest import module_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def modules(library: Any, programme: Any, route: Any) -> list[ModulePage]:
    """One for everyone, one of Anna's route; and none of Anna's: to choose, and of another route."""
    other = Route.objects.create(programme=programme, title="Ruimte geven")
    made = [
        create_module(index=library, data=module_data(slug, lessons=2, title=f"Module {slug}"))
        for slug in ("allen", "route", "keuze", "elders")
    ]
    pick_module(programme=programme, module=made[0])
    pick_module(programme=programme, module=made[1], route=route)
    pick_module(programme=programme, module=made[2], elective=True)
    pick_module(programme=programme, module=made[3], route=other)
    return made


def read(person: User, *modules: ModulePage) -> None:
    for module in modules:
        for lesson in LessonPage.objects.child_of(module):
            mark_lesson_done(person=person, lesson_id=lesson.pk)


def enrolment_of(person: User) -> Enrolment:
    return Enrolment.objects.get(person=person)


def ask(person: User) -> Certificate:
    return ask_certificate(who=entitlements_of(person), enrolment=enrolment_of(person))


def words_of(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def test_who_has_done_what_everyone_does_gets_one(
    anna: User, bram: User, modules: list[ModulePage]
) -> None:
    read(anna, modules[0])
    read(bram, *modules)
    with pytest.raises(CertificateError):
        ask(anna)
    read(anna, modules[1])
    certificate = ask(anna)
    assert (certificate.modules, certificate.minutes) == (["Module allen", "Module route"], 40)
    assert certificate.issued_by is None
    with pytest.raises(CertificateError):  # there is one already
        ask(anna)


def test_a_programme_without_modules_gives_none_by_itself(anna: User) -> None:
    with pytest.raises(CertificateError):
        ask(anna)


def test_a_coordinator_declares_it_whatever_was_done(
    anna: User, dirk: User, fatma: User, programme: Any, modules: list[ModulePage]
) -> None:
    today = timezone.localdate()
    for days in (-9, -1, 5):
        add_phase(
            programme=programme,
            kind=PhaseKind.TRAINING_DAY,
            title=f"Dag {days}",
            starts_on=today + timedelta(days=days),
        )
    User.objects.filter(pk=anna.pk).update(goes_by="Ans")
    certificate = give_certificate(enrolment=enrolment_of(anna), by=fatma)
    assert (certificate.name, certificate.days) == ("Anna Aalbers", 2)
    assert (certificate.starts_on, certificate.ends_on) == (today, today)
    assert history_of([enrolment_of(anna)])[0].by == fatma
    with pytest.raises(CertificateError, match="al"):
        give_certificate(enrolment=enrolment_of(anna), by=fatma)
    with pytest.raises(CertificateError, match="deelnemers"):
        give_certificate(enrolment=enrolment_of(dirk), by=fatma)


def test_it_says_what_it_was_when_it_was_given(anna: User, fatma: User, programme: Any) -> None:
    certificate = give_certificate(enrolment=enrolment_of(anna), by=fatma)
    User.objects.filter(pk=anna.pk).update(last_name="Anders")
    programme.title = "Een ander traject"
    programme.save()
    end_enrolment(enrolment=enrolment_of(anna))
    found = find_certificate(certificate.code)
    assert found is not None
    assert (found.name, found.programme) == ("Anna Aalbers", "Stevig aan tafel")
    assert found.is_valid


def test_one_prints_ones_own_and_nobody_elses(
    anna: User, bram: User, modules: list[ModulePage], as_person: Callable[..., Client]
) -> None:
    read(anna, *modules)
    client, own = as_person(anna), enrolment_of(anna).pk
    assert "Geef mij mijn bewijs" in client.get("/account/bewijs/").content.decode()
    assert "Geef mij mijn bewijs" not in as_person(bram).get("/account/bewijs/").content.decode()
    assert client.get(reverse("own_certificate", args=[own])).status_code == 404

    page = client.post(reverse("ask_certificate", args=[own]), follow=True).content.decode()
    assert "Op naam van Anna Aalbers" in page
    response = client.get(reverse("own_certificate", args=[own]))
    assert response["Cache-Control"] == "private, no-store"
    certificate = Certificate.objects.get()
    (paper,) = words_of(response.content)
    for words in (
        "Anna Aalbers",
        "Stevig aan tafel",
        "Module route",
        "2 online modules",
        certificate.code,
    ):
        assert words in paper
    assert "keuze" not in paper
    reader = PdfReader(BytesIO(response.content))
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"]

    other = as_person(bram)
    assert other.get(reverse("own_certificate", args=[own])).status_code == 404
    assert other.post(reverse("ask_certificate", args=[own])).status_code == 404
    assert other.get(reverse("ask_certificate", args=[own])).status_code == 302
    assert Certificate.objects.count() == 1


def test_a_visitor_learns_what_is_on_the_paper(anna: User, bram: User, fatma: User) -> None:
    certificate = give_certificate(enrolment=enrolment_of(anna), by=fatma)
    give_certificate(enrolment=enrolment_of(bram), by=fatma)
    address = reverse("certificate", args=[certificate.code])
    for typed in (address, address.replace("-", "").lower()):
        response = Client().get(typed)
        page = response.content.decode()
        for words in (
            "Dit bewijs is geldig",
            "Anna Aalbers",
            "Stevig aan tafel",
            "Gemeente Veldermeer",
        ):
            assert words in page
        for words in ("Bram", "Groep Populier", "Adviseren in verbinding", "Fatma"):
            assert words not in page
    assert response["X-Robots-Tag"].startswith("noindex")
    assert '<meta name="robots" content="noindex' in page
    assert "Set-Cookie" not in response.headers or "sessionid" not in response.cookies


def test_a_code_that_is_none_tells_nothing(
    anna: User, fatma: User, django_assert_num_queries: Any
) -> None:
    certificate = give_certificate(enrolment=enrolment_of(anna), by=fatma)
    last = "0" if certificate.code[-1] != "0" else "1"
    with django_assert_num_queries(0):
        assert find_certificate(certificate.code[:-1] + last) is None
    response = Client().get(reverse("certificate", args=["K3ZT-9HQM-4WXP-R7CD"]))
    assert response.status_code == 404
    assert "Anna" not in response.content.decode()


def test_guessing_is_slowed_down(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"check_certificate": "3/d/ip"}
    found = [Client().get("/bewijs/x/").status_code for _ in range(4)]
    assert found == [404, 404, 404, 429]


def test_a_withdrawn_one_names_nobody(
    anna: User, fatma: User, as_person: Callable[..., Client]
) -> None:
    certificate = give_certificate(enrolment=enrolment_of(anna), by=fatma)
    withdraw_certificate(certificate=certificate, by=fatma)
    response = Client().get(reverse("certificate", args=[certificate.code]))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Dit bewijs is ingetrokken" in page
    assert "Anna" not in page
    own = reverse("own_certificate", args=[enrolment_of(anna).pk])
    assert as_person(anna).get(own).status_code == 404
    again = give_certificate(enrolment=enrolment_of(anna), by=fatma)
    assert again.code != certificate.code


def test_erasing_takes_the_name_away(anna: User, bram: User, fatma: User) -> None:
    certificate = give_certificate(enrolment=enrolment_of(anna), by=fatma)
    of_bram = give_certificate(enrolment=enrolment_of(bram), by=fatma)
    erase_certificates(person=anna)
    page = Client().get(reverse("certificate", args=[certificate.code])).content.decode()
    assert "Dit bewijs is ingetrokken" in page
    certificate.refresh_from_db()
    of_bram.refresh_from_db()
    assert (certificate.name, of_bram.is_valid) == ("", True)


def test_my_data_has_it(anna: User, bram: User, fatma: User) -> None:
    give_certificate(enrolment=enrolment_of(bram), by=fatma)
    certificate = give_certificate(enrolment=enrolment_of(anna), by=fatma)
    (part,) = [part for part in parts_of(anna) if part.name == "certificates"]
    (row,) = part.rows
    assert row["address"].endswith(f"/bewijs/{certificate.code}/")


def test_many_get_one_at_once_and_are_printed_together(
    anna: User, bram: User, dirk: User, fatma: User, as_person: Callable[..., Client]
) -> None:
    give_certificate(enrolment=enrolment_of(bram), by=None)
    office = as_person(fatma)
    people = [enrolment_of(person).pk for person in (anna, bram, dirk)]
    bulk = ["learning", "enrolment", "certificates"]
    address = reverse("wagtail_bulk_action", args=bulk, query={"id": people})
    page = office.get(address)
    assert "1 persoon" in page.content.decode()
    office.post(address, {"seen": page.context["seen"]})
    assert set(Certificate.objects.values_list("enrolment__person", "issued_by")) == {
        (anna.pk, fatma.pk),
        (bram.pk, None),
    }

    withdraw = Certificate.objects.get(enrolment__person=bram)
    shown = office.get(reverse("office_certificates:index")).content.decode()
    assert "Anna Aalbers" in shown
    assert "Bram Bakker" in shown
    printed = office.get(reverse("office_certificates:print"))
    assert len(words_of(printed.content)) == 2
    (one,) = words_of(office.get(reverse("office_certificates:print"), {"q": "aalbers"}).content)
    assert "Anna Aalbers" in one

    office.post(reverse("office_certificates:withdraw", args=[withdraw.pk]))
    withdraw.refresh_from_db()
    assert withdraw.withdrawn_by == fatma
    assert len(words_of(office.get(reverse("office_certificates:print")).content)) == 1
    one_of_them = reverse("office_certificates:print_one", args=[withdraw.pk])
    assert office.get(one_of_them).status_code == 404


def test_coordinators_elsewhere_see_nothing(
    anna: User,
    fatma: User,
    gerda: User,
    as_person: Callable[..., Client],
) -> None:
    certificate = give_certificate(enrolment=enrolment_of(anna), by=fatma)
    office = as_person(gerda)
    assert "Anna" not in office.get(reverse("office_certificates:index")).content.decode()
    for name in ("detail", "print_one", "withdraw"):
        address = reverse(f"office_certificates:{name}", args=[certificate.pk])
        assert office.get(address).status_code == 404
    assert office.get(reverse("office_certificates:print")).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(
    count: int,
    make_person: Any,
    programme: Any,
    cohort: Any,
    fatma: User,
    as_person: Callable[..., Client],
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(count):
        person = make_person(f"Deelnemer Nummer{number}")
        enrolment = enrol_person(person=person, programme=programme, cohort=cohort)
        give_certificate(enrolment=enrolment, by=fatma)
    office = as_person(fatma)
    office.get(reverse("office_certificates:index"))
    with django_assert_max_num_queries(23):
        office.get(reverse("office_certificates:index"))
