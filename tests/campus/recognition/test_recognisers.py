"""Who recognises a micro-credential: numbers of people, from five on, of months that are over."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campus.people.models import Organisation
from campus.recognition import cases, deciding
from campus.recognition.cases import Asked
from campus.recognition.models import Decision
from campus.recognition.recognisers import recognisers_of
from campus.wallet import share
from campus.wallet.models import Holding
from cast import person
from recognising import MODULE, officer
from stacking_here import earned

PARTLY = deciding.Verdict(outcome="partial", reasons="Ethics is missing.")


@pytest.fixture
def desk(other_university):
    return officer(other_university, "Olga")


def decided(desk, version, registrar, learner, verdict, *, organisation, before=timedelta(0)):
    badge = earned(version, registrar, learner)
    asked = Asked(purpose="exemption", target=MODULE, name=learner.name)
    case = cases.submit(organisation, asked, contents=[badge.document.encode()], by=learner, at=(now := timezone.now()))
    deciding.take(case, by=desk, at=now)
    return deciding.decide(case, verdict, by=desk, at=now - before)


def learners(count):
    return [person(f"learner{number}@students.example", f"Learner {number}") for number in range(count)]


def later():
    return timezone.now() + timedelta(days=40)


def test_four_people_are_not_told_of_and_five_are_once_the_month_is_over(statistics, rositsa, desk, other_university):
    five = learners(5)
    for learner in five[:4]:
        decided(desk, statistics, rositsa, learner, PARTLY, organisation=other_university)
    assert recognisers_of(statistics.design, at=later()) == []

    decided(desk, statistics, rositsa, five[4], PARTLY, organisation=other_university)
    (found,) = recognisers_of(statistics.design, at=later())
    assert (found.organisation, found.full, found.partly, found.refused) == (other_university, None, 5, None)
    assert recognisers_of(statistics.design, at=timezone.now()) == []


def test_it_is_told_on_the_pages_of_the_micro_credential_and_of_its_badges(
    client, statistics, ethics, rositsa, desk, other_university
):
    learners_ = learners(5)
    for learner in learners_:
        decided(desk, statistics, rositsa, learner, PARTLY, organisation=other_university, before=timedelta(days=40))
    badge = share.create(Holding.objects.filter(person=learners_[0]).get(), at=timezone.now())
    pages = [reverse("public_design", args=[statistics.design.public_id, 1]), reverse("badge", args=[badge.token])]
    for page in pages:
        said = text_of(client.get(page))
        assert "Who has recognised it" in said
        assert "Other University fewer than 5 5 fewer than 5" in said
        assert "Learner 1" not in said
    other = text_of(client.get(reverse("public_design", args=[ethics.design.public_id, 1])))
    assert "Who has recognised it" not in other
    client.cookies["django_language"] = "bg"
    assert "Друг университет по-малко от 5 5 по-малко от 5" in text_of(client.get(pages[0]))


def test_nothing_is_told_of_a_desk_that_this_site_does_not_know(statistics, rositsa, desk, other_university):
    for learner in learners(5):
        decided(desk, statistics, rositsa, learner, PARTLY, organisation=other_university)
    assert recognisers_of(statistics.design, at=later())
    Organisation.objects.filter(pk=other_university.pk).update(vouched_at=None)
    assert recognisers_of(statistics.design, at=later()) == []


def test_what_an_appeal_replaced_does_not_count(statistics, rositsa, desk, other_university):
    for learner in learners(5):
        decided(desk, statistics, rositsa, learner, PARTLY, organisation=other_university)
    assert recognisers_of(statistics.design, at=later())
    Decision.objects.filter(pk=Decision.objects.first().pk).update(superseded_at=timezone.now())
    assert recognisers_of(statistics.design, at=later()) == []


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
