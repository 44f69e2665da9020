"""The audit trail holds, and shows where it was broken."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from campus.base import append_only
from campus.base.audit import note, verify_chain
from campus.base.models import AuditEntry, AuditHead


def _note(at, subject="1", organisation=7):
    return note("thing.done", actor=None, organisation=organisation, subject_kind="thing", subject=subject, at=at, count=1)


def test_an_untouched_chain_holds(db, monday):
    for number in range(3):
        _note(monday, number)

    state = verify_chain(7)

    assert (state.entries, state.sound) == (3, True)


def test_a_chain_without_entries_holds(db):
    assert verify_chain(7).sound


def test_each_organisation_has_its_own_chain(db, monday):
    first, other = _note(monday, organisation=7), _note(monday, organisation=8)

    assert first.previous_digest == other.previous_digest
    assert verify_chain(7).entries == 1


def test_the_system_has_a_chain_too(db, monday):
    _note(monday, organisation=None)

    assert verify_chain(None).entries == 1


def test_refuses_to_change_an_entry(db, monday):
    entry = _note(monday)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(action="thing.undone")


def test_refuses_to_delete_an_entry(db, monday):
    entry = _note(monday)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.delete()


@pytest.fixture
def unguarded(db):
    with connection.cursor() as cursor:
        for statement in append_only.unguard(connection.vendor):
            cursor.execute(statement)


def test_a_changed_entry_breaks_the_chain_where_it_stands(unguarded, monday):
    entries = [_note(monday, number) for number in range(3)]
    AuditEntry.objects.filter(pk=entries[1].pk).update(details='{"count":2}')

    assert verify_chain(7).broken_at == entries[1].pk


def test_a_removed_entry_breaks_the_chain(unguarded, monday):
    entries = [_note(monday, number) for number in range(3)]
    entries[1].delete()

    assert verify_chain(7).broken_at == entries[2].pk


def test_entries_cut_off_at_the_end_are_missed(unguarded, monday):
    entries = [_note(monday, number) for number in range(3)]
    entries[2].delete()

    state = verify_chain(7)

    assert state.broken_at is None
    assert not state.sound


def test_an_entry_made_with_the_right_digest_but_past_the_head_is_seen(unguarded, monday):
    _note(monday)
    AuditHead.objects.update(entries=5)

    assert not verify_chain(7).sound


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain(monday):
    def write():
        for number in range(5):
            _note(monday, number)
        connection.close()

    threads = [threading.Thread(target=write) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    state = verify_chain(7)
    assert (state.entries, state.sound) == (20, True)
