import pytest

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
