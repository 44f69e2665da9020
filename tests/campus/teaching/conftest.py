"""A cohort of Laurel University with a course of two parts: read and watch, meet, go on."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from campus.teaching import setup
from marking import NOW, class_of
from sample_design import open_cohort, publish


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    return open_cohort(publish(laurel_university, bruno, carla), bruno)


@pytest.fixture
def learners(cohort):
    return class_of(cohort, 3)


@pytest.fixture
def course(cohort, bruno):
    return setup.create(cohort, by=bruno, at=NOW)


@pytest.fixture
def way(course, bruno):
    """The units of the course, by name; `second` is the second part."""
    first = setup.add_part(course, title_en="Sources", by=bruno, at=NOW)
    second = setup.add_part(course, title_en="Arguments", by=bruno, at=NOW)
    usual = {"by": bruno, "at": NOW}
    meets = {"kind": "session", "begins_at": NOW + timedelta(days=3), "ends_at": NOW + timedelta(days=3, hours=2)}
    reads = {"kind": "text", "text_en": "Read **this**."}
    return SimpleNamespace(
        reads=setup.add_unit(first, title_en="Read", **reads, **usual),
        watches=setup.add_unit(first, title_en="Watch", kind="video", address="https://video.example/1", **usual),
        browses=setup.add_unit(first, title_en="Browse", required=False, **reads, **usual),
        meets=setup.add_unit(first, title_en="Meet", phase="in_class", **meets, **usual),
        reflects=setup.add_unit(first, title_en="Reflect", phase="after", **reads, **usual),
        second=second,
        meets_again=setup.add_unit(second, title_en="Meet again", phase="in_class", **meets, **usual),
        waits=setup.add_unit(second, title_en="Later", phase="after", opens_at=NOW + timedelta(days=9), **reads, **usual),
    )
