from datetime import date

from campus.catalogue.differences import differences
from campus.catalogue.drafts import state_of
from sample_design import draft


def record(**changes):
    state = state_of(draft(**changes), on=date(2026, 11, 23))
    assert state.record is not None
    return state.record


def test_equal_records_have_no_differences():
    assert differences(record(), record()) == ()


def test_each_changed_field_is_told_with_both_texts():
    found = differences(record(), record(workload={"hours": "60", "ects": "2"}))

    assert [(one.at, one.before, one.after) for one in found] == [("/workload/hours", "50", "60")]


def test_rows_are_matched_by_their_id_and_not_by_their_place():
    turned = draft()["learning_outcomes"][::-1]

    assert differences(record(), record(learning_outcomes=turned)) == ()
