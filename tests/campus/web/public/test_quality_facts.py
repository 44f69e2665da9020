"""What readers are told about quality: stages, reviews by criteria, registers; on the public page and on the badge."""

from datetime import date

from django.utils import timezone

from badges import MONDAY, issued
from campus.assurance import borders, dossiers, register
from campus.assurance.models import Dossier
from campus.wallet import claim, deliver, share
from campus.wallet.links import claim_secret

ENTRY = register.Entry(agency="NEAA", decision="positive", valid_from=date(2020, 1, 1), valid_to=date(2099, 1, 1))


def reviewed(version, by):
    dossier = dossiers.open_dossier(version.design, purpose=Dossier.Purpose.PERIODIC, set_id="annex-ii", by=by, at=MONDAY)
    for one in dossiers.criteria_of(dossier).criterion:
        dossiers.find(dossier, criterion=one.id, outcome=dossiers.Outcome.MET, text="", by=by, at=MONDAY)
    wanted = [dossiers.ConditionWanted(text="Something private", due_on=date(2099, 1, 1))]
    dossiers.decide(dossier, decision=dossiers.Decision.CONDITIONS, comment="Private", conditions=wanted, by=by, at=MONDAY)


def test_the_public_page_tells_decisions_and_registers_and_no_names(client, laurel_university, version, carla):
    reviewed(version, carla)
    register.enter_confirmed(laurel_university, entry=ENTRY, source="NEAA 7", by=None, at=MONDAY)
    page = client.get(f"/m/{version.design.public_id}/1", headers={"accept-language": "en"}).content.decode()

    assert "Fulfilled with conditions" in page
    assert "1 condition still open" in page
    assert "External quality assurance, as a register says" in page
    assert "Something private" not in page
    assert "Carla" not in page


def test_what_a_provider_says_of_itself_is_told_as_such(client, laurel_university, version, adela):
    register.declare(laurel_university, entry=ENTRY, by=adela, at=MONDAY)
    page = client.get(f"/m/{version.design.public_id}/1", headers={"accept-language": "en"}).content.decode()

    assert "as the provider itself says" in page
    assert "as a register says" not in page


def test_the_badge_page_tells_the_same(client, version, carla, rositsa, amina):
    reviewed(version, carla)
    badge = issued(version, rositsa)
    deliver.deliver([badge.pk], at=timezone.now())
    holding = claim.claim(claim_secret(badge.public_id, generation=1), person=amina, at=timezone.now())
    shown = share.create(holding, at=timezone.now())
    page = client.get(f"/s/{shown.token}", headers={"accept-language": "en"}).content.decode()

    assert "Who stands behind it" in page
    assert "Fulfilled with conditions" in page


def test_what_is_offered_across_borders_says_what_was_settled(client, laurel_university, version, carla):
    register.enter_confirmed(laurel_university, entry=ENTRY, source="NEAA 7", by=None, at=MONDAY)
    borders.open_borders(version.design, by=carla, at=MONDAY)
    page = client.get(f"/m/{version.design.public_id}/1", headers={"accept-language": "en"}).content.decode()

    assert "Offered across borders" in page
    assert "since 23 November 2026" in page
