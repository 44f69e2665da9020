"""Agreements on their pages: drafting, signing by both sides, the register, and what the desk and everybody see of them."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from agreeing import STEWARDSHIP, dean, drafted, drafter, offered, rector, signed
from campus.base.models import Fact
from campus.catalogue.versions import address_of
from campus.jobs import recognition as jobs
from campus.recognition.agreements import Agreed, Party
from campus.recognition.models import Agreement, AgreementText
from cast import log_in, person
from recognising import ISSUER, NOW, officer, submitted

TERMS = {
    "partner_name": "Foreign Academy",
    "partner_issuer": ISSUER,
    "scope": "Both institutions assess alike.",
    "valid_from": "2026-01-01",
    "valid_until": "2036-12-31",
    "signatory_email": "dean@academy.example",
}


def act(made, action):
    return reverse("agreement_act", args=[made.organisation.slug, made.public_id, action])


def shown(client, made):
    return client.get(reverse("agreement", args=[made.organisation.slug, made.public_id])).content.decode()


def test_an_agreement_from_the_first_word_to_both_signatures(client, laurel_university, amina):
    log_in(client, drafter(laurel_university))
    assert "No agreement yet" in client.get(reverse("agreements", args=[laurel_university.slug])).content.decode()
    client.post(reverse("agreement_new", args=[laurel_university.slug]), TERMS)
    made = Agreement.objects.get()
    line = {
        "line-title": "Data stewardship",
        "line-target_title": "Introduction to data",
        "line-outcome": "full",
        "line-ects": "3",
    }
    assert "Added." in client.post(act(made, "line"), line, follow=True).content.decode()
    client.post(act(made, "offer"))
    jobs.tell_signatory(Fact.objects.get(kind="agreement.offered"), timezone.now)
    link = reverse("my_agreement", args=[made.public_id])
    assert mail.outbox[-1].to == ["dean@academy.example"]
    assert link in mail.outbox[-1].body

    text = AgreementText.objects.get()
    log_in(client, rector(laurel_university))
    assert "Agreements to sign" in client.get(reverse("organisation", args=[laurel_university.slug])).content.decode()
    sign = {"sign-position": "Rector", "sign-agreed": "on", "sign-digest": text.digest}
    assert "Waits for signatures" in client.post(act(made, "sign"), sign, follow=True).content.decode()
    log_in(client, dean())
    signing = {"position": "Dean", "agreed": "on", "digest": text.digest}
    assert "In force" in client.post(link, signing, follow=True).content.decode()

    case = submitted(laurel_university, amina, at=timezone.now())
    log_in(client, drafter(laurel_university))
    for name in ("recognition_case", "recognition_decide"):
        page = client.get(reverse(name, args=[laurel_university.slug, case.public_id])).content.decode()
        assert "An agreement covers this" in page
        assert "agreement with Foreign Academy, text 1, line 1" in page


def test_the_decision_page_is_filled_in_with_what_the_agreement_proposes(client, laurel_university, amina):
    signed(laurel_university)
    case, olga = submitted(laurel_university, amina), drafter(laurel_university)
    log_in(client, olga)
    client.post(reverse("recognition_act", args=[laurel_university.slug, case.public_id, "take"]))
    form = client.get(reverse("recognition_decide", args=[laurel_university.slug, case.public_id])).context["form"]

    assert form.initial["outcome"] == "full"
    assert form.initial["ects"] == 3
    assert form.initial["reasons"].startswith("Agreement with Foreign Academy, text 1 of ")


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(client, laurel_university):
    log_in(client, drafter(laurel_university))
    answer = client.post(reverse("agreement_new", args=[laurel_university.slug]), TERMS | {"valid_until": "2025-01-01"})
    assert answer.status_code == 400
    assert answer.context["form"].errors["valid_until"]
    answer = client.post(reverse("agreement_new", args=[laurel_university.slug]), TERMS | {"partner_issuer": ""})
    assert answer.context["form"].errors["partner"]
    assert not Agreement.objects.exists()


def test_a_draft_is_changed_and_its_lines_removed(client, laurel_university):
    made = drafted(laurel_university, STEWARDSHIP, Agreed(outcome="partial", title="Another"))
    log_in(client, drafter(laurel_university))
    edit = reverse("agreement_edit", args=[laurel_university.slug, made.public_id])
    assert client.get(edit).context["form"].initial["scope"] == "Both institutions assess alike."
    client.post(edit, TERMS | {"scope": "Said better."})
    client.post(act(made, "remove"), {"number": "1"})
    client.post(act(made, "remove"), {"number": "no number"})
    page = shown(client, made)
    assert "Said better." in page
    assert "Another" in page
    assert "Data stewardship" not in page


def test_who_may_not_sign_sees_no_form_and_a_forged_one_is_refused(client, laurel_university):
    made, text = offered(laurel_university)
    log_in(client, drafter(laurel_university))
    assert "Sign for your institution" not in shown(client, made)
    forged = {"sign-position": "Rector", "sign-agreed": "on", "sign-digest": text.digest}
    client.post(act(made, "sign"), forged)
    assert not text.signatures.exists()
    log_in(client, rector(laurel_university))
    refused = client.post(act(made, "sign"), forged | {"sign-digest": "0" * 64})
    assert refused.status_code == 400
    assert "not the one that was put forward" in refused.content.decode()
    assert not text.signatures.exists()


def test_a_stranger_and_an_unconfirmed_address_find_no_agreement(client, laurel_university, other_university):
    made, _ = offered(laurel_university)
    link = reverse("my_agreement", args=[made.public_id])
    other = dean()
    other.emailaddress_set.update(verified=False)
    for somebody in (person("x@academy.example", "X"), other, rector(other_university)):
        log_in(client, somebody)
        assert client.get(link).status_code == 404
        assert client.get(reverse("agreement", args=[laurel_university.slug, made.public_id])).status_code == 404


def test_a_draft_is_not_shown_to_who_will_sign_it(client, laurel_university):
    made = drafted(laurel_university)
    log_in(client, dean())
    assert client.get(reverse("my_agreement", args=[made.public_id])).status_code == 404


def test_taking_back_renewing_and_ending(client, laurel_university):
    made, _ = offered(laurel_university)
    log_in(client, drafter(laurel_university))
    assert "a draft again" in client.post(act(made, "recall"), follow=True).content.decode()
    made.delete()
    made = signed(laurel_university)
    assert "A new draft" in client.post(act(made, "renew"), follow=True).content.decode()
    assert "in the making already" in client.post(act(made, "renew"), follow=True).content.decode()
    log_in(client, rector(laurel_university))
    assert client.post(act(made, "end"), {"end-because": ""}).status_code == 400
    ended = client.post(act(made, "end"), {"end-because": "The partner closed."}, follow=True)
    assert "The partner closed." in ended.content.decode()
    assert client.post(act(made, "steal")).status_code == 404


def test_everybody_reads_agreements_in_force_without_the_names_of_who_signed(client, laurel_university):
    signed(laurel_university, valid_until=date(2099, 1, 1))
    page = client.get(reverse("recognition_register") + "?q=stewardship").content.decode()
    assert "recognises Foreign Academy" in page
    assert "Rector" in page
    for private in ("Rada", "dean@academy.example", "Dean Other"):
        assert private not in page
    assert "No agreement in force has these words" in client.get(reverse("recognition_register") + "?q=zzz").content.decode()


def test_the_page_of_a_micro_credential_names_who_recognises_it_by_agreement(
    client, laurel_university, other_university, version
):
    line = Agreed(outcome="full", achievement=address_of(version.design.public_id, version.number))
    signed(other_university, line, partner=Party(organisation=laurel_university), valid_until=date(2099, 1, 1))
    other_university.vouched_at = NOW
    other_university.save()
    page = client.get(reverse("public_design", args=[version.design.public_id, version.number])).content.decode()
    assert "Recognised by agreement" in page
    assert other_university.name_in("en") in page


def test_a_line_is_chosen_from_what_a_partner_of_this_site_offers(client, laurel_university, other_university, version):
    made = drafted(other_university, STEWARDSHIP, partner=Party(organisation=laurel_university))
    log_in(client, drafter(other_university))
    answer = client.get(reverse("agreement", args=[other_university.slug, made.public_id]))
    sources = dict(answer.context["line_form"].fields["source"].choices)
    assert str(version.design.public_id) in sources
    client.post(act(made, "line"), {"line-source": str(version.design.public_id), "line-outcome": "full"})
    assert made.texts.get().lines.get(number=2).achievement == address_of(version.design.public_id, version.number)


@pytest.mark.parametrize(("name", "told"), [("agreements", "rule R-44"), ("agreement", "Next: add what is recognised")])
def test_the_desk_is_told_what_the_rule_is_and_what_comes_next(client, laurel_university, name, told):
    made = drafted(laurel_university)
    log_in(client, officer(laurel_university, "Omar"))
    arguments = [laurel_university.slug, *([made.public_id] if name == "agreement" else [])]
    page = client.get(reverse(name, args=arguments)).content.decode()
    assert told in page
