import hashlib

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from campus.catalogue.models import Design, DesignVersion
from campus.catalogue.versions import newest_of, record_of, title_in
from campus.catalogue.versions import publish as publish_record
from sample_design import MONDAY, publish, publish_again


@pytest.fixture
def version(laurel_university, bruno, carla):
    return publish(laurel_university, bruno, carla)


def test_a_version_is_named_by_its_public_address_and_number(version, settings):
    record = record_of(version)

    assert record.id == f"{settings.PUBLIC_URL}/m/{version.design.public_id}/1"
    assert record.version == "1"
    assert version.digest == hashlib.sha256(version.record.encode()).hexdigest()
    assert title_in(version, "bg") == "Оценяване на информация онлайн"


def test_versions_are_numbered_one_after_the_other(version, bruno, carla):
    second = publish_again(Design.objects.get(), bruno, carla)

    assert second.number == 2
    assert record_of(version).id != record_of(second).id


@pytest.mark.parametrize("change", ["update", "delete"])
def test_refuses_to_change_or_delete_a_version(version, change):
    versions = DesignVersion.objects.filter(pk=version.pk)

    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        versions.update(record="{}") if change == "update" else versions._raw_delete(versions.db)

    assert DesignVersion.objects.get().record == version.record


def test_refuses_approval_by_the_author_in_the_database_itself(version, bruno):
    with pytest.raises(IntegrityError), transaction.atomic():
        publish_record(version.design, record=record_of(version), approved_by=bruno, at=MONDAY)


def test_only_the_newest_version_of_a_design_in_use_is_offered(version, bruno, carla, laurel_university):
    second = publish_again(Design.objects.get(), bruno, carla)
    assert list(newest_of(laurel_university)) == [second]

    Design.objects.update(state=Design.State.RETIRED)
    assert not newest_of(laurel_university)
