from datetime import timedelta

import pytest

from campus.base.models import AuditEntry
from campus.catalogue.designs import create_design
from campus.people.invitations import BadAddressError
from campus.people.models import Person
from campus.people.roles import NotAllowedError
from campus.quality import external, review
from campus.quality.chains import StageWanted, choose_chain
from campus.quality.external import LIFETIME, LinkOverError, NameMissingError, NoExternalStageError, NotExternalError
from campus.quality.models import Party, ReviewerInvitation, StageKind
from campus.quality.refusals import ByInvitationError, OnePartError, SameEyesError
from cast import person
from sample_design import MONDAY, draft

STAGES = (StageWanted(kind=StageKind.QUALITY_REVIEW), StageWanted(kind=StageKind.EXTERNAL_REVIEW))


@pytest.fixture
def under_way(laurel_university, bruno, adela, carla):
    """Its first stage is approved by Carla; the second waits for somebody from outside."""
    choose_chain(laurel_university, STAGES, by=adela, at=MONDAY)
    begun = review.submit(create_design(laurel_university, by=bruno, at=MONDAY, draft=draft()), by=bruno, at=MONDAY)
    review.approve(begun, by=carla, at=MONDAY)
    return begun


def invite(under_way, by, email="guest@elsewhere.example", name="Prof. Guest"):
    return external.invite(under_way, email=email, name=name, language="en", by=by, at=MONDAY)


def test_the_table_keeps_no_secret_and_the_trail_no_address(under_way, carla):
    made = invite(under_way, carla)

    assert external.secret_of(made) not in made.secret_digest
    assert not AuditEntry.objects.filter(details__contains="@").exists()


def test_the_invited_person_decides_as_somebody_the_database_knows(under_way, carla):
    version = external.approve(external.secret_of(invite(under_way, carla)), at=MONDAY, comment="Sound.")

    guest = Person.objects.get(email="guest@elsewhere.example")
    assert version is not None
    assert (version.approved_by, guest.name, guest.has_usable_password()) == (guest, "Prof. Guest", False)
    assert Party.objects.get(person=guest).comment == "Sound."


def test_members_do_not_decide_it_themselves(under_way, quinn):
    with pytest.raises(ByInvitationError):
        review.approve(under_way, by=quinn, at=MONDAY)


@pytest.mark.parametrize(
    ("email", "refusal"),
    [
        ("bruno@laurel.example", SameEyesError),
        ("carla@laurel.example", OnePartError),
        ("rositsa@laurel.example", NotExternalError),
        ("no address", BadAddressError),
    ],
)
def test_refuses_to_invite_whoever_is_not_from_outside(under_way, carla, rositsa, email, refusal):
    with pytest.raises(refusal):
        invite(under_way, carla, email=email)


def test_refuses_a_reviewer_without_a_name(under_way, carla):
    with pytest.raises(NameMissingError):
        invite(under_way, carla, name="  ")


def test_authors_and_strangers_invite_nobody(under_way, bruno, dmitri, rositsa):
    for someone in (bruno, dmitri, rositsa):
        with pytest.raises(NotAllowedError):
            invite(under_way, someone)


def test_somebody_is_invited_to_an_external_stage_only(laurel_university, bruno, carla):
    design = create_design(laurel_university, by=bruno, at=MONDAY, draft=draft())

    with pytest.raises(NoExternalStageError):
        invite(review.submit(design, by=bruno, at=MONDAY), carla)


def test_a_link_ends_with_its_time_its_withdrawal_or_the_next_invitation(under_way, carla):
    first = invite(under_way, carla)
    with pytest.raises(LinkOverError):
        external.find(external.secret_of(first), at=MONDAY + LIFETIME)
    second = invite(under_way, carla, email="other@elsewhere.example")
    with pytest.raises(LinkOverError):
        external.approve(external.secret_of(first), at=MONDAY)

    external.revoke(second, by=carla, at=MONDAY)

    with pytest.raises(LinkOverError):
        external.request_changes(external.secret_of(second), at=MONDAY, comment="No.")
    assert not ReviewerInvitation.objects.filter(revoked_at__isnull=True).exists()


@pytest.mark.parametrize("secret", ["", "x", "A" * 43])
def test_refuses_a_guessed_link(under_way, carla, secret):
    invite(under_way, carla)

    with pytest.raises(LinkOverError):
        external.find(secret, at=MONDAY)


def test_a_link_ends_when_the_round_does(under_way, carla, bruno):
    made = invite(under_way, carla)
    review.withdraw(under_way, by=bruno, at=MONDAY)

    with pytest.raises(LinkOverError):
        external.add_comment(external.secret_of(made), place="", text="Hm.", at=MONDAY + timedelta(hours=1))


def test_an_address_that_somebody_made_their_own_since_counts_as_theirs(under_way, carla, bruno):
    """Whoever had a part in the round and owns the invited address now is refused by that part."""
    made = invite(under_way, carla)
    known = person("guest@elsewhere.example", "Guest")
    Party.objects.create(review=under_way, person=known, part=Party.Part.EDITOR)

    with pytest.raises(SameEyesError):
        external.approve(external.secret_of(made), at=MONDAY)
