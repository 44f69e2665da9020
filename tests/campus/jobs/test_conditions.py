"""Reminders of conditions: once, in time, to those who can do something, in their language."""

from datetime import timedelta

import pytest

from badges import MONDAY
from campus.assurance import dossiers, evidence
from campus.assurance.models import Condition, Dossier
from campus.jobs.run_until_idle import run_until_idle
from campus.quality.conditions import remind


@pytest.fixture
def condition(version, carla):
    dossier = dossiers.open_dossier(version.design, purpose=Dossier.Purpose.PERIODIC, set_id="annex-ii", by=carla, at=MONDAY)
    for one in dossiers.criteria_of(dossier).criterion:
        dossiers.find(dossier, criterion=one.id, outcome=dossiers.Outcome.MET, text="", by=carla, at=MONDAY)
    wanted = [dossiers.ConditionWanted(text="Publish the rubric", due_on=MONDAY.date() + timedelta(days=30))]
    dossiers.decide(dossier, decision=dossiers.Decision.CONDITIONS, comment="", conditions=wanted, by=carla, at=MONDAY)
    return Condition.objects.get()


def test_author_and_quality_officer_are_reminded_once_two_weeks_ahead(condition, mailoutbox, bruno, carla):
    bruno.language = "bg"
    bruno.save()
    remind(at=MONDAY + timedelta(days=15))
    assert mailoutbox == []

    for _each in range(2):
        remind(at=MONDAY + timedelta(days=16))
    assert mailoutbox == []  # a fact is recorded first, so that no failure of the mail loses the reminder
    run_until_idle()

    assert sorted(mail.to[0] for mail in mailoutbox) == [bruno.email, carla.email]
    texts = {mail.to[0]: mail.subject + mail.body for mail in mailoutbox}
    assert "Publish the rubric" in texts[carla.email]
    assert "/quality/reviews/" in texts[carla.email]
    assert "Условие" in texts[bruno.email]


def test_nobody_is_reminded_of_what_is_fulfilled(condition, mailoutbox, bruno, carla):
    piece = evidence.add_address(condition.dossier, title="x", url="https://x.example", by=bruno, at=MONDAY)
    dossiers.fulfil(condition, evidence=piece, by=carla, at=MONDAY)

    remind(at=MONDAY + timedelta(days=20))
    run_until_idle()

    assert mailoutbox == []
