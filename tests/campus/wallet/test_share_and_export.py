"""Links that show a badge, and the files in which it is carried away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from badges import issued
from campus.verification.check import check_own, check_presented
from campus.wallet import export, share
from campus.wallet.models import Holding
from laurel.bake import unbake


@pytest.fixture
def holding(version, rositsa, amina):
    return Holding.objects.create(credential=issued(version, rositsa), person=amina, claimed_at=timezone.now())


def test_a_link_works_until_it_is_withdrawn(holding):
    made = share.create(holding, at=timezone.now())
    assert share.open(made.token, at=timezone.now()) == made

    share.withdraw(made, at=timezone.now())

    with pytest.raises(share.ShareGoneError) as gone:
        share.open(made.token, at=timezone.now())
    assert gone.value.gone is share.Gone.WITHDRAWN


def test_a_link_works_until_its_day(holding):
    at = timezone.now()
    made = share.create(holding, at=at, expires_at=at + timedelta(days=7))

    with pytest.raises(share.ShareGoneError) as gone:
        share.open(made.token, at=at + timedelta(days=7))
    assert gone.value.gone is share.Gone.EXPIRED


def test_tokens_are_long_and_differ(holding):
    tokens = {share.create(holding, at=timezone.now()).token for _each in range(20)}

    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {43}


def test_a_file_is_not_given_out_when_something_in_it_is_hidden(holding):
    assert not share.create(holding, at=timezone.now(), show_name=False).allow_download
    assert not share.create(holding, at=timezone.now(), show_results=False).allow_download


def test_refuses_an_end_in_the_past(holding):
    with pytest.raises(share.ExpiryInPastError):
        share.create(holding, at=timezone.now(), expires_at=timezone.now() - timedelta(seconds=1))


def test_json_is_byte_for_byte_what_was_signed(holding):
    file = export.export(holding.credential, "json", language="en")

    assert file.body.decode() == holding.credential.document


@pytest.mark.parametrize("form", ["json", "jwt", "png", "svg", "pdf"])
@pytest.mark.parametrize("language", ["en", "bg"])
def test_every_form_verifies_as_the_same_badge(holding, form, language):
    file = export.export(holding.credential, form, language=language)

    finding = check_own(unbake(file.body), at=timezone.now())

    assert (finding.verdict, finding.codes) == ("accept", ())
    assert finding.credential["id"] == f"urn:uuid:{holding.credential.public_id}"


def test_a_changed_picture_is_refused_in_the_sandbox(holding):
    file = export.export(holding.credential, "png", language="en")
    changed = file.body.replace(b"Amina Yusuf", b"Ahmed Yusuf")
    assert changed != file.body

    assert check_presented(changed, at=timezone.now()).verdict == "reject"


def test_refuses_an_unknown_form(holding):
    with pytest.raises(export.UnknownFormatError):
        export.export(holding.credential, "exe", language="en")
