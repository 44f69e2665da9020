"""A badge keeps the very version it was issued from; the page of a newer one says what changed."""

import json

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from badges import issued, micro_credential, publish_as, said
from campus.catalogue.models import DesignVersion
from campus.issuing.models import Credential


@pytest.fixture
def second(version, carla, laurel_university):
    changed = micro_credential(laurel_university, title=said("Judging sources", "Преценяване на източници"))
    return publish_as(version.design, carla, changed)


def test_a_badge_of_an_earlier_version_still_says_what_was_approved_then(client, version, rositsa, carla, laurel_university):
    badge = issued(version, rositsa)
    before = badge.document
    second = publish_as(
        version.design, carla, micro_credential(laurel_university, title=said("Judging sources", "Преценяване на източници"))
    )

    kept = Credential.objects.get(pk=badge.pk)
    achievement = json.loads(kept.document)["credentialSubject"]["achievement"]

    assert (kept.document, kept.design_version) == (before, version)
    assert achievement["id"].endswith(f"/m/{version.design.public_id}/1")
    assert achievement["name"] in (version.title_bg, version.title_en)
    page = client.get(reverse("public_design", args=[version.design.public_id, 1]), headers={"accept-language": "en"})
    assert "<h1>Evaluating digital sources</h1>" in page.content.decode()
    assert second.number == 2


def test_not_one_field_of_a_version_can_be_changed_whether_something_was_issued_or_not(version, rositsa):
    """No list of fields is excepted (docs/decisions/0016): a comma is a new version."""
    fields = [field.name for field in DesignVersion._meta.fields if not field.primary_key]
    for _when in ("before", "after the first award"):
        for name in fields:
            with pytest.raises(DatabaseError), transaction.atomic():
                DesignVersion.objects.filter(pk=version.pk).update(**{name: getattr(version, name)})
        issued(version, rositsa)


def test_the_page_of_a_version_lists_every_version_and_what_changed(client, version, second):
    page = client.get(reverse("public_design", args=[version.design.public_id, 2]), headers={"accept-language": "en"})
    text = page.content.decode()

    assert reverse("public_design", args=[version.design.public_id, 1]) in text
    assert "2 changes since the version before" in text
    assert "<del>Evaluating digital sources</del>" in text
    assert "<ins>Judging sources</ins>" in text


def test_the_page_of_a_first_version_lists_no_changes(client, version):
    page = client.get(reverse("public_design", args=[version.design.public_id, 1]), headers={"accept-language": "en"})

    assert "since the version before" not in page.content.decode()
