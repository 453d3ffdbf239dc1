"""Who reads along: whom the writer named, as long as it holds, and nobody else."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from learning.enrolment.access import entitlements_of
from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import change_enrolment, end_enrolment, enrol_person
from learning.modules.answers.models import Answer
from learning.modules.models import LessonPage
from learning.modules.sharing.models import Share
from learning.modules.sharing.queries import shared_answers, shared_with_trainer
from learning.modules.sharing.services import SharingError, share_answer
from portal.accounts.models import User
from tests.writing.conftest import SECRET, Post

pytestmark = pytest.mark.django_db


def place_of(person: User, role: Role = Role.PARTICIPANT) -> int:
    return Enrolment.objects.get(person=person, role=role).pk


def move(person: User, cohort: Any) -> None:
    mine = Enrolment.objects.get(person=person)
    change_enrolment(
        enrolment=mine,
        cohort=cohort,
        route=mine.route,
        department=None,
        function="",
        ends_on=None,
    )


def reads(answer: Answer, *people: User) -> list[str]:
    """Who of these reads an answer today, as the screens would say."""
    return [
        each.first_name
        for each in people
        if any(found.answer == answer for found in shared_answers(entitlements_of(each)))
    ]


@pytest.fixture
def everyone(
    bram: User, chantal: User, dirk: User, els: User, fatma: User, hugo: User, guus: User, leo: User
) -> Iterable[User]:
    return (bram, chantal, dirk, els, fatma, hugo, guus, leo)


@pytest.fixture
def milan(make_person: Any, programme: Any) -> User:
    """Another trainer of the programme."""
    person: User = make_person("Milan Mulder", username="milan")
    enrol_person(person=person, programme=programme, role=Role.TRAINER)
    return person


def test_nobody_reads_what_was_not_shared(reflection: Answer, everyone: Any) -> None:
    assert reads(reflection, *everyone) == []


def test_the_group_is_who_is_in_it_now(
    reflection: Answer, everyone: Any, make_person: Any, programme: Any, cohort: Any
) -> None:
    share_answer(answer=reflection, group=True)
    assert reads(reflection, *everyone) == ["Bram"]
    late = make_person("Nina Nieuw")
    enrol_person(person=late, programme=programme, cohort=cohort)
    assert reads(reflection, late) == []


def test_a_trainer_is_named_and_the_other_one_does_not_read(
    reflection: Answer, dirk: User, milan: User, everyone: Any, cohort: Any, other_cohort: Any
) -> None:
    share_answer(answer=reflection, trainers=[place_of(dirk, Role.TRAINER)])
    assert reads(reflection, milan, *everyone) == ["Dirk"]
    assert shared_with_trainer(entitlements_of(dirk), cohort) == [reflection]
    assert shared_with_trainer(entitlements_of(dirk), other_cohort) == []
    assert shared_with_trainer(entitlements_of(milan), cohort) == []


def test_a_partner_is_one_of_the_group_by_name(
    reflection: Answer, bram: User, chantal: User, everyone: Any, make_person: Any, programme: Any,
    cohort: Any,
) -> None:  # fmt: skip
    mate = make_person("Mirjam Maatje")
    enrol_person(person=mate, programme=programme, cohort=cohort)
    share_answer(answer=reflection, partner=place_of(mate))
    assert reads(reflection, mate, *everyone) == ["Mirjam"]
    with pytest.raises(SharingError):
        share_answer(answer=reflection, partner=place_of(chantal))
    with pytest.raises(SharingError):
        share_answer(answer=reflection, trainers=[place_of(bram)])
    assert reads(reflection, mate, *everyone) == ["Mirjam"]


def test_it_can_be_taken_back_and_who_is_chosen_anew_takes_the_place(
    reflection: Answer, bram: User, dirk: User, everyone: Any
) -> None:
    share_answer(answer=reflection, group=True, trainers=[place_of(dirk, Role.TRAINER)])
    assert reads(reflection, *everyone) == ["Bram", "Dirk"]
    share_answer(answer=reflection, group=True)
    assert reads(reflection, *everyone) == ["Bram"]
    share_answer(answer=reflection)
    assert reads(reflection, *everyone) == []


def test_who_leaves_reads_no_longer(reflection: Answer, bram: User, dirk: User) -> None:
    as_trainer = place_of(dirk, Role.TRAINER)
    share_answer(answer=reflection, partner=place_of(bram), trainers=[as_trainer])
    end_enrolment(enrolment=Enrolment.objects.get(person=bram))
    assert reads(reflection, bram, dirk) == ["Dirk"]
    yesterday = timezone.localdate() - timedelta(days=1)
    Enrolment.objects.filter(pk=as_trainer).update(ends_on=yesterday)
    assert reads(reflection, bram, dirk) == []


def test_when_the_writer_leaves_nobody_reads_on(
    reflection: Answer, anna: User, bram: User, dirk: User
) -> None:
    trainers = [place_of(dirk, Role.TRAINER)]
    share_answer(answer=reflection, group=True, trainers=trainers, partner=place_of(bram))
    end_enrolment(enrolment=Enrolment.objects.get(person=anna))
    assert reads(reflection, bram, dirk) == []


def test_a_trainer_who_takes_part_instead_was_not_chosen_as_that(
    reflection: Answer, dirk: User
) -> None:
    share_answer(answer=reflection, trainers=[place_of(dirk, Role.TRAINER)])
    Enrolment.objects.filter(person=dirk).update(role=Role.COACH)
    assert reads(reflection, dirk) == []


def test_another_group_gets_nothing_and_coming_back_opens_nothing(
    reflection: Answer, anna: User, bram: User, chantal: User, cohort: Any, other_cohort: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    share_answer(answer=reflection, group=True)
    with django_capture_on_commit_callbacks(execute=True):
        move(anna, other_cohort)
    assert reads(reflection, bram, chantal) == []
    with django_capture_on_commit_callbacks(execute=True):
        move(anna, cohort)
    assert reads(reflection, bram, chantal) == []
    share_answer(answer=reflection, group=True)
    assert reads(reflection, bram, chantal) == ["Bram"]


@pytest.mark.parametrize("to_cohort", [True, False])
def test_a_reader_who_moves_reads_no_longer_also_before_the_shares_are_cleared(
    to_cohort: bool, reflection: Answer, bram: User, other_cohort: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    share_answer(answer=reflection, group=True)
    with django_capture_on_commit_callbacks() as afterwards:
        move(bram, other_cohort if to_cohort else None)
    assert reads(reflection, bram) == []
    for callback in afterwards:
        callback()
    assert not Share.objects.exists()


def test_a_partner_stays_chosen_by_name_in_another_group(
    reflection: Answer, bram: User, other_cohort: Any
) -> None:
    share_answer(answer=reflection, partner=place_of(bram))
    move(bram, other_cohort)
    assert reads(reflection, bram) == ["Bram"]


def test_an_intention_is_shared_with_nobody(anna: User, bram: User, post: Post) -> None:
    post(anna, "intention", "het spannend wordt", f"tel ik tot drie {SECRET}")
    with pytest.raises(SharingError):
        share_answer(answer=Answer.objects.get(), partner=place_of(bram))


def test_the_screens_say_by_name_who_reads_and_let_one_choose(
    reflection: Answer, anna: User, bram: User, chantal: User, dirk: User, lesson: LessonPage,
    as_person: Any,
) -> None:  # fmt: skip
    client, url = as_person(anna), reverse("logbook:share", args=[reflection.pk])
    asked = client.get(url).content.decode()
    assert "Bram Bakker" in asked
    assert "Dirk de Trainer" in asked
    assert "Chantal" not in asked
    client.post(url, {"trainers": [place_of(dirk, Role.TRAINER)], "group": "on"})
    assert "Jij en trainer Dirk de Trainer en je groep Groep Populier (Bram Bakker)" in (
        client.get(lesson.portal_path).content.decode()
    )
    shared = reverse("logbook:shared", args=[reflection.pk])
    for reader in (bram, dirk):
        assert SECRET in as_person(reader).get(shared).content.decode()
    overview = as_person(bram).get(reverse("logbook:shared_with_me")).content.decode()
    assert "Anna Aalbers: Mijn moment" in overview
    assert as_person(chantal).get(shared).status_code == 404
    assert as_person(bram).post(url, {"group": "on"}).status_code == 404
    client.post(url, {})
    assert as_person(bram).get(shared).status_code == 404
