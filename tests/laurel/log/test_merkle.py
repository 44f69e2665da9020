"""Proofs hold for every tree, every entry and every pair of sizes, and for nothing else."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

import naive_tree as naive
from laurel.log import LogProofError
from laurel.log.merkle import EMPTY_ROOT, check_consistency, check_inclusion, leaf_hash, node_hash

SIZES = range(1, 34)


def _entries(count: int) -> list[bytes]:
    return [bytes([number]) * (number % 5) for number in range(count)]


def test_the_hashes_are_those_of_the_text():
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert node_hash(leaf_hash(b"a"), leaf_hash(b"b")) == sha256(b"\x01" + leaf_hash(b"a") + leaf_hash(b"b")).digest()


def test_the_tree_of_seven_is_that_of_the_example():
    """RFC 9162, section 2.1.5: the audit paths of d0, d3, d4 and d6, and the proofs from 3, 4 and 6 to 7."""
    a, b, c, d, e, f, j = (leaf_hash(f"d{number}".encode()) for number in range(7))
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, last = node_hash(g, h), node_hash(i, j)
    whole = node_hash(k, last)

    for leaf, index, path in [(a, 0, [b, h, last]), (d, 3, [c, g, last]), (e, 4, [f, j, k]), (j, 6, [i, k])]:
        check_inclusion(leaf, index=index, size=7, path=path, root=whole)
    for old, old_root, path in [
        (3, node_hash(g, c), [c, d, g, last]),
        (4, k, [last]),
        (6, node_hash(k, i), [i, j, k]),
    ]:
        check_consistency(old_size=old, old_root=old_root, new_size=7, new_root=whole, path=path)


@pytest.mark.parametrize("size", SIZES)
def test_every_entry_is_proven(size: int):
    entries = _entries(size)

    for index, entry in enumerate(entries):
        check_inclusion(leaf_hash(entry), index=index, size=size, path=naive.path(index, entries), root=naive.mth(entries))


@pytest.mark.parametrize("new", SIZES)
def test_every_pair_of_sizes_is_consistent(new: int):
    entries = _entries(new)

    for old in range(1, new + 1):
        check_consistency(
            old_size=old,
            old_root=naive.mth(entries[:old]),
            new_size=new,
            new_root=naive.mth(entries),
            path=naive.proof(old, entries),
        )


def test_an_empty_log_is_the_beginning_of_every_other():
    check_consistency(old_size=0, old_root=EMPTY_ROOT, new_size=5, new_root=b"r" * 32, path=[])


@given(st.integers(1, 40), st.data())
def test_refuses_an_entry_at_another_place(size: int, data: st.DataObject):
    entries = [number.to_bytes(2, "big") for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    claimed = data.draw(st.integers(-1, size + 1).filter(lambda number: number != index))

    with pytest.raises(LogProofError):
        check_inclusion(
            leaf_hash(entries[index]), index=claimed, size=size, path=naive.path(index, entries), root=naive.mth(entries)
        )


@given(st.integers(1, 40), st.data())
def test_refuses_a_path_that_was_changed(size: int, data: st.DataObject):
    entries = [number.to_bytes(2, "big") for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    path = naive.path(index, entries)
    changed = data.draw(_changes_of(path))

    with pytest.raises(LogProofError):
        check_inclusion(leaf_hash(entries[index]), index=index, size=size, path=changed, root=naive.mth(entries))


@given(st.integers(2, 40), st.data())
def test_refuses_a_log_that_rewrote_its_past(size: int, data: st.DataObject):
    entries = [number.to_bytes(2, "big") for number in range(size)]
    old = data.draw(st.integers(1, size - 1))
    rewritten = data.draw(st.integers(0, old - 1))
    other = [*entries[:rewritten], b"another", *entries[rewritten + 1 :]]

    with pytest.raises(LogProofError):
        check_consistency(
            old_size=old,
            old_root=naive.mth(entries[:old]),
            new_size=size,
            new_root=naive.mth(other),
            path=naive.proof(old, other),
        )


@given(st.integers(2, 40), st.data())
def test_refuses_a_consistency_proof_that_was_changed(size: int, data: st.DataObject):
    entries = [number.to_bytes(2, "big") for number in range(size)]
    old = data.draw(st.integers(1, size))
    path = data.draw(_changes_of(naive.proof(old, entries)))

    with pytest.raises(LogProofError):
        check_consistency(
            old_size=old, old_root=naive.mth(entries[:old]), new_size=size, new_root=naive.mth(entries), path=path
        )


@pytest.mark.parametrize(
    ("old", "new", "path"), [(5, 4, []), (-1, 4, []), (0, 4, [b"x" * 32]), (4, 4, [b"x" * 32]), (2, 4, [])]
)
def test_refuses_impossible_sizes_and_lengths(old: int, new: int, path: list[bytes]):
    with pytest.raises(LogProofError):
        check_consistency(old_size=old, old_root=EMPTY_ROOT, new_size=new, new_root=EMPTY_ROOT, path=path)


def test_refuses_a_node_passed_off_as_an_entry():
    entries = _entries(4)
    left, right = naive.mth(entries[:2]), naive.mth(entries[2:])

    with pytest.raises(LogProofError):
        check_inclusion(leaf_hash(left + right), index=0, size=1, path=[], root=naive.mth(entries))


def _changes_of(path: list[bytes]) -> st.SearchStrategy[list[bytes]]:
    """The path longer, shorter, in another order, or with one bit the other way."""
    longer = st.integers(0, len(path)).map(lambda place: [*path[:place], b"\0" * 32, *path[place:]])
    if not path:
        return longer
    places = st.integers(0, len(path) - 1)
    shorter = places.map(lambda place: [*path[:place], *path[place + 1 :]])
    flipped = st.tuples(places, st.integers(0, 255)).map(lambda where: _flipped(path, *where))
    return longer | shorter | flipped


def _flipped(path: list[bytes], place: int, bit: int) -> list[bytes]:
    changed = bytearray(path[place])
    changed[bit // 8] ^= 1 << bit % 8
    return [*path[:place], bytes(changed), *path[place + 1 :]]
