"""Agreements: both sides sign exactly one text, and while it holds it proposes at once (rule R-44)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from agreeing import FOREIGN, STEWARDSHIP, dean, drafted, drafter, offered, rector, signed, terms
from campus.people.models import Role
from campus.people.organisations import did_of
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from campus.recognition import agreement_signing, agreement_texts, agreements, deciding, register
from campus.recognition.agreement_faults import (
    AgreementEndedError,
    AloneError,
    BothSidesError,
    ChangedTextError,
    DatesOfAgreementError,
    FrozenTextError,
    NothingAgreedError,
    NotPutForwardError,
    PartnerMissingError,
    SignedBeforeError,
    TextOpenError,
)
from campus.recognition.agreements import Agreed, Party
from campus.recognition.case_faults import WordsMissingError
from campus.recognition.models import AgreementLine, AgreementSignature, AgreementText
from campus.recognition.proposals import agreements_about, proposals
from cast import member, person
from recognising import ISSUER, NOW, foreign_badge, submitted

ALL = Agreed(outcome="partial")


def sign_both(made, text, organisation, *, at=NOW):
    agreement_signing.sign_here(made, digest=text.digest, position="Rector", by=rector(organisation), at=at)
    return agreement_signing.sign_there(made, digest=text.digest, position="Dean", by=dean(), at=at)


def test_with_both_signatures_it_is_in_force_and_proposes_for_a_case_at_once(laurel_university, amina):
    signed(laurel_university)
    (found,) = proposals(submitted(laurel_university, amina))

    assert (found.line.outcome, found.line.ects) == ("full", 3)
    assert found.text.agreement.partner_name == "Foreign Academy"


def test_a_proposal_decides_nothing(laurel_university, amina):
    signed(laurel_university)
    case = submitted(laurel_university, amina)
    assert case.state == "submitted"
    olga = drafter(laurel_university)
    deciding.take(case, by=olga, at=NOW)
    decision = deciding.decide(case, deciding.Verdict(outcome="partial", reasons="Ethics is missing."), by=olga, at=NOW)
    assert decision.outcome == "partial"


@pytest.mark.parametrize(
    ("line", "covers"),
    [
        (STEWARDSHIP, True),
        (ALL, True),
        (Agreed(outcome="full", title="data  STEWARDSHIP"), True),
        (Agreed(outcome="full", title="Something else"), False),
        (Agreed(outcome="full", achievement="https://academy.example/other"), False),
        (Agreed(outcome="full", title="Data stewardship", target_title="introduction TO data"), True),
        (Agreed(outcome="full", title="Data stewardship", target_title="Another module"), False),
    ],
)
def test_a_line_covers_what_it_names_for_what_it_names(laurel_university, amina, line, covers):
    signed(laurel_university, line)
    assert bool(proposals(submitted(laurel_university, amina))) is covers


def test_the_most_specific_line_comes_first(laurel_university, amina):
    signed(laurel_university, ALL, Agreed(outcome="full", title="Data stewardship"), STEWARDSHIP)
    found = proposals(submitted(laurel_university, amina))
    assert [each.line.number for each in found] == [3, 2, 1]


def test_another_issuer_is_not_covered_whatever_its_credential_is_called(laurel_university, amina):
    signed(laurel_university, ALL, STEWARDSHIP, partner=Party(name="Elsewhere", issuer="did:web:elsewhere.example"))
    assert proposals(submitted(laurel_university, amina)) == []


def test_another_desk_is_not_bound(laurel_university, other_university, amina):
    signed(laurel_university)
    assert proposals(submitted(other_university, amina)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_from": date(2026, 12, 1)},
        {"valid_until": date(2026, 11, 24)},
    ],
    ids=["not yet", "over"],
)
def test_it_proposes_only_for_what_is_submitted_while_it_is_valid(laurel_university, amina, changes):
    signed(laurel_university, **changes)
    case = submitted(laurel_university, amina, at=NOW + timedelta(days=1))
    assert proposals(case) == []


def test_with_one_signature_it_is_not_in_force(laurel_university, amina):
    made, text = offered(laurel_university)
    agreement_signing.sign_there(made, digest=text.digest, position="Dean", by=dean(), at=NOW)
    assert proposals(submitted(laurel_university, amina)) == []
    assert not agreement_texts.in_force(on=date(2026, 11, 25)).exists()


def test_a_text_that_was_changed_behind_the_signatures_counts_for_nothing(laurel_university, amina):
    signed(laurel_university)
    AgreementLine.objects.update(ects=30)
    assert proposals(submitted(laurel_university, amina)) == []


def test_an_ended_agreement_proposes_nothing_and_can_be_signed_no_more(laurel_university, amina):
    made = signed(laurel_university)
    case = submitted(laurel_university, amina)
    agreements.end(made, because="The partner closed.", by=rector(laurel_university), at=NOW)

    assert proposals(case) == []
    with pytest.raises(AgreementEndedError):
        agreements.renew(made, by=drafter(laurel_university), at=NOW)


def test_a_new_text_takes_the_place_of_the_old_one_only_when_both_have_signed(laurel_university, amina):
    made, olga = signed(laurel_university), drafter(laurel_university)
    agreements.renew(made, by=olga, at=NOW)
    agreements.remove_line(made, 1, by=olga, at=NOW)
    agreements.add_line(made, ALL, by=olga, at=NOW)
    text = agreements.offer(made, by=olga, at=NOW)
    case = submitted(laurel_university, amina)

    assert [each.line.outcome for each in proposals(case)] == ["full"]
    sign_both(made, text, laurel_university)
    assert [each.line.outcome for each in proposals(case)] == ["partial"]
    assert AgreementText.objects.get(number=1).superseded_at == NOW


def test_a_new_text_begins_with_what_the_old_one_says(laurel_university):
    made = signed(laurel_university)
    text = agreements.renew(made, by=drafter(laurel_university), at=NOW)
    assert [(each.title, each.ects) for each in text.lines.all()] == [("Data stewardship", 3)]
    with pytest.raises(TextOpenError):
        agreements.renew(made, by=drafter(laurel_university), at=NOW)


def test_nothing_changes_once_it_is_put_forward_unless_it_is_taken_back(laurel_university):
    made, text = offered(laurel_university)
    olga = drafter(laurel_university)
    for change in (
        lambda: agreements.edit(made, terms(scope="Otherwise."), by=olga, at=NOW),
        lambda: agreements.add_line(made, ALL, by=olga, at=NOW),
        lambda: agreements.remove_line(made, 1, by=olga, at=NOW),
    ):
        with pytest.raises(FrozenTextError):
            change()
    agreement_signing.sign_there(made, digest=text.digest, position="Dean", by=dean(), at=NOW)
    agreements.recall(made, by=olga, at=NOW)
    agreements.edit(made, terms(scope="Otherwise."), by=olga, at=NOW)
    assert not AgreementSignature.objects.exists()


def test_who_signs_has_read_what_is_signed(laurel_university):
    made, text = offered(laurel_university)
    olga = drafter(laurel_university)
    agreements.recall(made, by=olga, at=NOW)
    agreements.add_line(made, ALL, by=olga, at=NOW)
    agreements.offer(made, by=olga, at=NOW)
    with pytest.raises(ChangedTextError):
        agreement_signing.sign_there(made, digest=text.digest, position="Dean", by=dean(), at=NOW)


def test_refuses_signatures_of_others_than_those_who_may(laurel_university, other_university):
    made, text = offered(laurel_university)
    signing = {"digest": text.digest, "position": "Rector", "at": NOW}
    with pytest.raises(NotAllowedError):
        agreement_signing.sign_here(made, by=drafter(laurel_university), **signing)
    with pytest.raises(NotAllowedError):
        agreement_signing.sign_here(made, by=rector(other_university), **signing)
    with pytest.raises(NotFoundError):
        agreement_signing.sign_there(made, by=person("somebody@academy.example", "Somebody"), **signing)


def test_an_address_that_is_not_confirmed_signs_nothing(laurel_university):
    made, text = offered(laurel_university)
    other = dean()
    other.emailaddress_set.update(verified=False)
    with pytest.raises(NotFoundError):
        agreement_signing.sign_there(made, digest=text.digest, position="Dean", by=other, at=NOW)


def test_nobody_signs_for_both_sides_and_no_side_signs_twice(laurel_university):
    both, vice = rector(laurel_university), member(laurel_university, person("vice@uni.example", "Vice"), Role.ADMINISTRATOR)
    made, text = offered(laurel_university, signatory_email=both.email)
    signing = {"digest": text.digest, "position": "Rector", "at": NOW}
    agreement_signing.sign_here(made, by=both, **signing)
    with pytest.raises(BothSidesError):
        agreement_signing.sign_there(made, by=both, **signing)
    with pytest.raises(SignedBeforeError):
        agreement_signing.sign_here(made, by=vice, **signing)
    signature = AgreementSignature.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementSignature.objects.create(
            text=text, side="there", person=both, name="x", position="x", digest="x", signed_at=NOW
        )
    assert signature.name == both.name


@pytest.mark.parametrize(
    ("partner", "changes", "error"),
    [
        (Party(name="", issuer=ISSUER), {}, PartnerMissingError),
        (Party(name="Foreign Academy", issuer=" "), {}, PartnerMissingError),
        (FOREIGN, {"valid_until": date(2026, 11, 1)}, DatesOfAgreementError),
        (FOREIGN, {"valid_from": date(2029, 1, 1)}, DatesOfAgreementError),
        (FOREIGN, {"scope": "  "}, WordsMissingError),
    ],
)
def test_refuses_a_draft_that_could_never_hold(laurel_university, partner, changes, error):
    with pytest.raises(error):
        drafted(laurel_university, partner=partner, **changes)


def test_refuses_an_agreement_with_oneself_one_without_lines_and_signing_a_draft(laurel_university):
    olga = drafter(laurel_university)
    with pytest.raises(AloneError):
        agreements.draft(laurel_university, Party(organisation=laurel_university), terms(), by=olga, at=NOW)
    made = agreements.draft(laurel_university, FOREIGN, terms(), by=olga, at=NOW)
    with pytest.raises(NothingAgreedError):
        agreements.offer(made, by=olga, at=NOW)
    with pytest.raises(NotPutForwardError):
        agreement_signing.sign_here(made, digest="", position="Rector", by=rector(laurel_university), at=NOW)


def test_refuses_another_organisations_micro_credential_as_target(laurel_university, other_university, statistics):
    made = drafted(other_university)
    with pytest.raises(NotFoundError):
        agreements.add_line(made, Agreed(outcome="full", design=statistics.design), by=drafter(other_university), at=NOW)


def test_a_partner_of_this_site_is_named_with_its_own_identifier_whatever_the_version(
    laurel_university, other_university, statistics
):
    from campus.catalogue.versions import address_of

    line = Agreed(outcome="full", achievement=address_of(statistics.design.public_id, 7))
    signed(other_university, line, partner=Party(organisation=laurel_university))
    (found,) = agreements_about(statistics.design, on=date(2026, 11, 25))
    assert found.agreement.partner_issuer == did_of(laurel_university)
    assert agreements_about(statistics.design, on=date(2030, 1, 1)) == []


def test_the_register_tells_agreements_in_force_of_known_organisations(laurel_university):
    signed(laurel_university)
    on = date(2026, 11, 25)
    assert register.agreements(on=on).count() == 1
    assert register.agreements(on=on, words="stewardship").count() == register.agreements(on=on, words="foreign").count() == 1
    assert not register.agreements(on=on, words="nothing like it").exists()
    laurel_university.vouched_at = None
    laurel_university.save()
    assert not register.agreements(on=on).exists()


@pytest.mark.parametrize(("people", "told"), [(4, []), (5, [(5, None, None)])])
def test_the_register_tells_decisions_only_where_nobody_can_be_made_out(laurel_university, people, told):
    olga = drafter(laurel_university)
    for number in range(people):
        somebody = person(f"applicant{number}@post.example", f"Applicant {number}")
        case = submitted(laurel_university, somebody, content=foreign_badge(somebody.email, number=number + 1))
        deciding.take(case, by=olga, at=NOW)
        deciding.decide(case, deciding.Verdict(outcome="full", reasons="Covered."), by=olga, at=NOW)

    rows = register.decided(at=datetime(2026, 12, 1, tzinfo=UTC))
    assert [(each.full, each.partly, each.refused) for each in rows] == told
    assert all((each.title, each.issuer) == ("Data stewardship", "Foreign Academy") for each in rows)
    assert register.decided(at=datetime(2026, 11, 30, tzinfo=UTC)) == []
