"""A log grows in bounded memory, goes on where it ended, and its tiles give every proof of every size."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import naive_tree as naive
from laurel.log import Address, GrowingTree, LogError, Tree, paths
from laurel.log.merkle import EMPTY_ROOT, check_consistency, check_inclusion, leaf_hash
from laurel.log.tiles import bundle_of, entries_of
from log_keeping import Log

ENTRIES = [number.to_bytes(4, "big") for number in range(70_000)]


@cache
def _grown() -> Log:
    log = Log()
    log.append(*ENTRIES)
    return log


@pytest.fixture
def large() -> Log:
    return _grown()


@given(st.lists(st.binary(max_size=40), max_size=60), st.integers(0, 60))
def test_the_root_is_that_of_the_naive_tree_however_it_grew(entries: list[bytes], first: int):
    log = Log()
    log.append(*entries[:first])
    log.append(*entries[first:])

    assert log.tree.root() == naive.mth(entries)
    assert paths.root(Tree(len(entries), log.read).node, size=len(entries)) == naive.mth(entries)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65_535, 65_536, 65_793, 70_000])
def test_a_log_goes_on_where_it_ended(size: int, large: Log):
    log = Log()
    log.append(*ENTRIES[:size])

    again = GrowingTree.load(size, log.read)

    assert (again.size, again.root()) == (size, log.tree.root())
    assert {tile.address: tile.content for tile in again.partial()} == {
        tile.address: tile.content for tile in log.tree.partial()
    }
    for tile in again.append(ENTRIES[size:]):
        assert large.tiles[tile.address] == tile.content
    assert again.root() == large.tree.root()


def test_memory_does_not_grow_with_the_log():
    tree = GrowingTree(0, edge=[], entries=[])
    waiting = 0

    for _tile in tree.append(ENTRIES):
        waiting = max(waiting, sum(map(len, tree._edge)) + len(tree._entries))

    assert waiting < 4 * 256


def test_the_tiles_of_seventy_thousand_entries_are_those_of_the_example(large: Log):
    """c2sp.org/tlog-tiles: 273 full tiles and one of width 112 on level 0, a full one and one of 17 on level 1, then one."""
    level = {number: [address for address in large.tiles if address.level == number] for number in (0, 1, 2)}

    assert sorted(address.width for address in level[0])[:2] == [112, 256]
    assert len([address for address in level[0] if address.width == 256]) == 273
    assert sorted(address.width for address in level[1]) == [17, 256]
    assert [address.width for address in level[2]] == [1]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        (Address(level=0, number=0), "tile/0/000"),
        (Address(level=0, number=1_234_067), "tile/0/x001/x234/067"),
        (Address(level=1, number=5, width=17), "tile/1/005.p/17"),
        (Address(level=None, number=1_000, width=1), "tile/entries/x001/000.p/1"),
    ],
)
def test_a_tile_stands_where_the_specification_has_it(address: Address, path: str):
    assert address.path == path


@pytest.mark.parametrize("size", [*range(1, 12), 255, 256, 257, 511, 513])
def test_the_paths_are_those_of_the_naive_tree(size: int):
    entries = ENTRIES[:size]
    log = Log()
    log.append(*entries)
    node = Tree(size, log.read).node

    for index in {0, 1, size // 2, size - 1} & set(range(size)):
        assert paths.inclusion(node, index=index, size=size) == naive.path(index, entries)
    for old in {1, 2, size // 2, size - 1, size} & set(range(1, size + 1)):
        assert paths.consistency(node, old_size=old, new_size=size) == naive.proof(old, entries)


@given(st.integers(1, 70_000), st.data())
def test_a_later_tree_proves_an_earlier_one(size: int, data: st.DataObject):
    large = _grown()
    index = data.draw(st.integers(0, size - 1))
    later = data.draw(st.integers(size, 70_000))
    node = Tree(70_000, large.read).node
    old_root, new_root = paths.root(node, size=size), paths.root(node, size=later)

    path = paths.inclusion(node, index=index, size=size)
    proof = paths.consistency(node, old_size=size, new_size=later)

    check_inclusion(leaf_hash(ENTRIES[index]), index=index, size=size, path=path, root=old_root)
    check_consistency(old_size=size, old_root=old_root, new_size=later, new_root=new_root, path=proof)


def test_there_is_nothing_to_prove_from_or_to_oneself():
    node = Tree(0, lambda address: b"").node

    assert paths.consistency(node, old_size=0, new_size=0) == []
    assert paths.root(node, size=0) == EMPTY_ROOT


def test_refuses_to_prove_what_is_not_there():
    node = Tree(0, lambda address: b"").node

    with pytest.raises(ValueError, match="entry 3 of a tree of 3"):
        paths.inclusion(node, index=3, size=3)
    with pytest.raises(ValueError, match="from 3 entries to 2"):
        paths.consistency(node, old_size=3, new_size=2)


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33, b"x" * (257 * 32)])
def test_refuses_a_tile_of_another_size(content: bytes):
    with pytest.raises(LogError):
        Tree(1, lambda address: content).node(0, 0)


def test_the_full_tile_will_do_for_a_part_of_it():
    log = Log()
    log.append(*ENTRIES[:256])
    full = log.tiles[Address(level=0, number=0)]

    assert paths.root(Tree(5, lambda address: full).node, size=5) == naive.mth(ENTRIES[:5])


@given(st.lists(st.binary(max_size=80), max_size=20))
def test_a_bundle_gives_its_entries_back(entries: list[bytes]):
    assert entries_of(bundle_of(entries), width=len(entries)) == entries


@pytest.mark.parametrize("content", [b"", b"\0", b"\0\5abc"])
def test_refuses_a_bundle_that_ends_early(content: bytes):
    with pytest.raises(LogError):
        entries_of(content, width=1)
