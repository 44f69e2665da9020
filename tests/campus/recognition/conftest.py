"""Three micro-credentials, and what is awarded to whoever has them."""

from __future__ import annotations

import pytest

from stacking_here import micro


@pytest.fixture
def statistics(laurel_university, bruno, carla):
    return micro(laurel_university, bruno, carla, "Statistics", ects=4)


@pytest.fixture
def python(laurel_university, bruno, carla):
    return micro(laurel_university, bruno, carla, "Python", ects=2)


@pytest.fixture
def ethics(laurel_university, bruno, carla):
    return micro(laurel_university, bruno, carla, "Ethics of data", ects=2)


@pytest.fixture
def certificate(laurel_university, bruno, carla):
    return micro(laurel_university, bruno, carla, "Certificate in data", ects=6)
