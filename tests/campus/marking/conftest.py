"""A cohort of Laurel University with an assignment; Bruno, Asen and Vera assess, Radka approves."""

import pytest

from campus.people.models import Role
from cast import member, person
from marking import assignment_of, class_of
from sample_design import open_cohort, publish


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    return open_cohort(publish(laurel_university, bruno, carla), bruno)


@pytest.fixture
def learner(cohort):
    return class_of(cohort, 1)[0]


@pytest.fixture
def assignment(cohort, bruno):
    return assignment_of(cohort, bruno)


@pytest.fixture
def asen(laurel_university):
    return member(laurel_university, person("asen@laurel.example", "Asen Iliev"), Role.ASSESSOR)


@pytest.fixture
def vera(laurel_university):
    return member(laurel_university, person("vera@laurel.example", "Vera Koleva"), Role.ASSESSOR)


@pytest.fixture
def radka(laurel_university):
    return member(laurel_university, person("radka@laurel.example", "Radka Ilieva"), Role.APPROVER)
