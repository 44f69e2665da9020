"""More people for chains of approval: Pavel approves, Quinn may do both, Vera writes."""

import pytest

from campus.people.models import Role
from cast import member, person


@pytest.fixture
def pavel(laurel_university):
    return member(laurel_university, person("pavel@laurel.example", "Pavel Stoyanov"), Role.APPROVER)


@pytest.fixture
def quinn(laurel_university):
    return member(laurel_university, person("quinn@laurel.example", "Quinn Ray"), Role.QA_OFFICER, Role.APPROVER)


@pytest.fixture
def vera(laurel_university):
    return member(laurel_university, person("vera@laurel.example", "Vera Ilieva"), Role.AUTHOR)
