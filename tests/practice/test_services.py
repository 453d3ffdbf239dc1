"""What happens to a case, and who reads it then."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from learning.enrolment.access import entitlements_of
from learning.enrolment.mailing.models import Mail
from learning.enrolment.mailing.services import deliver
from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import change_enrolment, end_enrolment, enrol_person
from learning.modules.cases import case_source
from learning.modules.models import ModulePage
from learning.practice import answering, queries, services
from learning.practice.access import get_shared_case
from learning.practice.models import CaseState, CaseVersion, PracticeCase
from learning.practice.mydata import practice_cases
from learning.practice.services import CaseChanged, CaseError
from learning.practice.signals import case_accepted, case_sent
from learning.programmes.models import Cohort, Programme
from portal.accounts.models import User
from tests.practice.conftest import COMPLETE, place_of, send

pytestmark = pytest.mark.django_db

MakeCase = Callable[..., PracticeCase]


@pytest.fixture
def case(make_case: MakeCase, anna: User) -> PracticeCase:
    return make_case(anna)


def reads(person: User, case: PracticeCase) -> bool:
    return PracticeCase.objects.visible_to(entitlements_of(person)).filter(pk=case.pk).exists()


class TestWriting:
    def test_a_new_case_is_read_by_its_writer_alone(
        self, case: PracticeCase, anna: User, bram: User, dirk: User, fatma: User
    ) -> None:
        assert reads(anna, case)
        assert not any(reads(other, case) for other in (bram, dirk, fatma))

    def test_a_theme_is_a_module_of_the_programme(
        self, anna: User, programme: Programme, theme: ModulePage
    ) -> None:
        programme.modules.all().delete()
        with pytest.raises(CaseError):
            services.start_case(person=anna, programme=programme, theme=theme, answers={})

    def test_a_change_on_another_screen_is_not_lost(self, case: PracticeCase) -> None:
        change = {"case": case, "theme": case.theme, "edition": case.edition}
        services.change_case(answers=COMPLETE | {"title": "Eerst"}, **change)
        with pytest.raises(CaseChanged):
            services.change_case(answers=COMPLETE | {"title": "Daarna"}, **change)
        case.refresh_from_db()
        assert case.title == "Eerst"

    def test_who_left_keeps_it_and_sends_no_more(
        self, case: PracticeCase, anna: User, dirk: User
    ) -> None:
        end_enrolment(enrolment=Enrolment.objects.get(person=anna))
        assert reads(anna, case)
        with pytest.raises(CaseError):
            send(case, dirk)

    def test_it_disappears_long_after_the_programme(
        self, case: PracticeCase, programme: Programme, settings: object
    ) -> None:
        long_ago = timezone.now() - timedelta(days=1000)
        programme.starts_on = programme.ends_on = long_ago.date()
        programme.save()
        assert services.forget_old_cases() == 0  # still worked on
        PracticeCase.objects.update(changed_at=long_ago)
        assert services.forget_old_cases() == 1


class TestSending:
    def test_only_the_named_trainer_reads(
        self, case: PracticeCase, make_person: Callable[..., User], dirk: User, fatma: User
    ) -> None:
        other = make_person("Saskia Smit", username="saskia")
        enrol_person(person=other, programme=case.programme, role=Role.TRAINER)
        send(case, dirk)
        assert case.state == CaseState.SENT
        assert reads(dirk, case)
        assert not reads(other, case)
        assert not reads(fatma, case)

    def test_nothing_own_is_in_what_is_sent(self, case: PracticeCase, dirk: User) -> None:
        send(case, dirk)
        services.look_back(case=case, answers={"tried": "stiekem huilen"})
        shared = get_shared_case(entitlements_of(dirk), case.pk)
        assert "paniek" in str(case.own)
        assert not any(
            word in str(vars(version))
            for version in shared.versions
            for word in ("paniek", "huilen")
        )

    def test_what_is_missing_is_named(self, make_case: MakeCase, anna: User, dirk: User) -> None:
        with pytest.raises(CaseError, match="Mijn oefenvraag"):
            send(make_case(anna, question=""), dirk)

    def test_nobody_is_sent_it_who_is_no_trainer(
        self, case: PracticeCase, bram: User, dirk: User
    ) -> None:
        end_enrolment(enrolment=Enrolment.objects.get(person=dirk))
        for place in (place_of(bram), place_of(dirk, Role.TRAINER)):
            with pytest.raises(CaseError):
                services.send_case(case=case, trainers=[place], checked=True)

    def test_a_trainer_who_left_reads_no_longer(self, case: PracticeCase, dirk: User) -> None:
        send(case, dirk)
        end_enrolment(enrolment=Enrolment.objects.get(person=dirk))
        assert not reads(dirk, case)
        enrol_person(person=dirk, programme=case.programme, role=Role.TRAINER)
        assert not reads(dirk, case)  # named was who they were then

    def test_a_change_stays_ones_own_until_it_is_sent_again(
        self, case: PracticeCase, dirk: User
    ) -> None:
        send(case, dirk)
        services.change_case(
            case=case, theme=case.theme, answers=COMPLETE | {"title": "Anders"}, edition=0
        )
        assert get_shared_case(entitlements_of(dirk), case.pk).latest.title == COMPLETE["title"]
        send(case, dirk)
        versions = get_shared_case(entitlements_of(dirk), case.pk).versions
        assert [version.title for version in versions] == ["Anders", COMPLETE["title"]]

    def test_taken_back_it_is_a_draft_again(self, case: PracticeCase, dirk: User) -> None:
        send(case, dirk)
        services.take_back(case=case, readers=[each.pk for each in queries.readers_of(case)])
        case.refresh_from_db()
        assert case.state == CaseState.DRAFT
        assert not reads(dirk, case)

    def test_others_hear_of_it_once(
        self,
        case: PracticeCase,
        dirk: User,
        django_capture_on_commit_callbacks: Callable[..., object],
    ) -> None:
        heard: list[int] = []
        note = lambda version, **kwargs: heard.append(version.number)  # noqa: E731
        case_sent.connect(note)
        try:
            with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
                send(case, dirk)
                send(case, dirk)
        finally:
            case_sent.disconnect(note)
        assert heard == [1]


class TestAnswering:
    def test_accepted_and_played(self, case: PracticeCase, dirk: User) -> None:
        send(case, dirk)
        answering.accept_case(case_pk=case.pk, number=1, by=dirk)
        who = entitlements_of(dirk)
        assert [each.pk for each in queries.accepted_cases(who, case.programme_id)] == [case.pk]
        answering.mark_played(case_pk=case.pk, by=dirk)
        case.refresh_from_db()
        assert case.state == CaseState.PLAYED
        assert queries.accepted_cases(who, case.programme_id) == []

    def test_sent_back_with_a_question_and_sent_again(self, case: PracticeCase, dirk: User) -> None:
        send(case, dirk)
        answering.return_case(case_pk=case.pk, number=1, question="Wat wil de ander?", by=dirk)
        case.refresh_from_db()
        assert case.state == CaseState.RETURNED
        send(case, dirk)
        first, second = CaseVersion.objects.filter(case=case)
        assert (case.state, first.question, second.question) == ("sent", "Wat wil de ander?", "")

    def test_only_the_version_that_was_read(self, case: PracticeCase, dirk: User) -> None:
        send(case, dirk)
        services.change_case(
            case=case, theme=case.theme, answers=COMPLETE | {"title": "Anders"}, edition=0
        )
        send(case, dirk)
        with pytest.raises(CaseError):
            answering.accept_case(case_pk=case.pk, number=1, by=dirk)

    def test_not_by_who_does_not_read_it_as_a_trainer(
        self, case: PracticeCase, bram: User, dirk: User, fatma: User
    ) -> None:
        services.share_case(case=case, mates=[place_of(bram)])
        for other in (bram, dirk, fatma):
            with pytest.raises(CaseError):
                answering.accept_case(case_pk=case.pk, number=1, by=other)

    def test_the_writer_is_told_by_mail_without_its_text(
        self, case: PracticeCase, anna: User, dirk: User
    ) -> None:
        EmailAddress.objects.create(user=anna, email="anna@veldermeer.example", verified=True)
        send(case, dirk)
        answering.return_case(case_pk=case.pk, number=1, question="Wat wil de ander?", by=dirk)
        (sent,) = Mail.objects.all()

        deliver(mail_pk=sent.pk)
        (message,) = mail.outbox
        assert f"/praktijk/{case.pk}/" in message.body
        assert not any(
            word in f"{message.subject} {message.body}" for word in ("balie", "Wat wil de ander")
        )

    def test_others_hear_of_it(
        self,
        case: PracticeCase,
        dirk: User,
        django_capture_on_commit_callbacks: Callable[..., object],
    ) -> None:
        heard: list[int] = []
        note = lambda case, **kwargs: heard.append(case.pk)  # noqa: E731
        case_accepted.connect(note)
        send(case, dirk)
        try:
            with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
                answering.accept_case(case_pk=case.pk, number=1, by=dirk)
        finally:
            case_accepted.disconnect(note)
        assert heard == [case.pk]


class TestSharing:
    def test_a_partner_of_the_own_cohort_by_name(
        self, case: PracticeCase, bram: User, chantal: User, dirk: User
    ) -> None:
        services.share_case(case=case, mates=[place_of(bram), place_of(chantal)])
        assert reads(bram, case)
        assert not reads(chantal, case)  # of another cohort
        assert not reads(dirk, case)
        with pytest.raises(CaseError):
            services.share_case(case=case, mates=[place_of(chantal)])

    def test_the_cohort_is_who_is_in_it_then_and_still(
        self, case: PracticeCase, bram: User, make_person: Callable[..., User], other_cohort: Cohort
    ) -> None:
        services.share_case(case=case, mates=[place_of(bram)], with_cohort=True)
        late = make_person("Jasmijn Jol")
        cohort = Enrolment.objects.get(person=bram).cohort
        enrol_person(person=late, programme=case.programme, cohort=cohort)
        assert reads(bram, case)
        assert not reads(late, case)
        moved = Enrolment.objects.get(person=bram)
        change_enrolment(
            enrolment=moved, cohort=other_cohort, route=moved.route, department=None,
            function="", ends_on=None,
        )  # fmt: skip
        assert not reads(bram, case)

    def test_a_reader_begins_with_the_version_that_was_shown(
        self, case: PracticeCase, bram: User, dirk: User
    ) -> None:
        send(case, dirk)
        services.change_case(
            case=case, theme=case.theme, answers=COMPLETE | {"title": "Anders"}, edition=0
        )
        services.share_case(case=case, mates=[place_of(bram)])
        numbers = {
            who.first_name: [
                v.number for v in get_shared_case(entitlements_of(who), case.pk).versions
            ]
            for who in (bram, dirk)
        }
        assert numbers == {"Bram": [2], "Dirk": [2, 1]}


class TestLessons:
    def test_the_own_case_of_the_theme_or_else_the_latest(
        self, make_case: MakeCase, anna: User, bram: User, theme: ModulePage, programme: Programme
    ) -> None:
        make_case(bram, title="Van een ander")
        first = make_case(anna, title="Bij het thema")
        services.start_case(
            person=anna, programme=programme, theme=None, answers={"title": "Zonder thema"}
        )
        who, source = entitlements_of(anna), case_source()
        found = source.case_for(who, programme.pk, theme.pk)
        assert found
        assert (found.title, found.url) == ("Bij het thema", first.url)
        latest = source.case_for(who, programme.pk, 0)
        assert latest
        assert latest.title == "Zonder thema"

    def test_a_module_is_prepared_once_a_case_is_sent(
        self, case: PracticeCase, anna: User, dirk: User, theme: ModulePage, cohort: Cohort
    ) -> None:
        programmes = frozenset({case.programme_id})
        assert case_source().prepared_modules(anna.pk, programmes) == set()
        send(case, dirk)
        assert case_source().prepared_modules(anna.pk, programmes) == {theme.pk}
        found = case_source().prepared_in(case.programme_id, cohort.pk)
        assert found == {(anna.pk, theme.pk)}


def test_one_takes_ones_own_cases_along(
    case: PracticeCase, make_case: MakeCase, anna: User, bram: User, dirk: User
) -> None:
    send(case, dirk)
    make_case(bram, title="Van een ander")
    part = practice_cases(anna)
    assert [(row["title"], row["feeling"]) for row in part.rows] == [
        (COMPLETE["title"], COMPLETE["feeling"]),
        (COMPLETE["title"], ""),
    ]
