"""The tree of a batch: every leaf leads to the root, and no other hash does."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.anchors.chains import MOCKNET
from laurel.proofs.merkle_proof_2019.receipt import ChainAnchor, Receipt
from laurel.proofs.merkle_proof_2019.tree import Tree

leaves = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70)


def tree_of(hashes: list[bytes]) -> Tree:
    tree = Tree()
    for each in hashes:
        tree.add(each)
    return tree


def receipt(tree: Tree, place: int, target: bytes) -> Receipt:
    return Receipt(target=target, path=tree.path(place), root=tree.root, anchors=(ChainAnchor(MOCKNET, "trial"),))


def plain_root(hashes: list[bytes]) -> bytes:
    """The root worked out in the plainest way."""
    while len(hashes) > 1:
        pairs = [hashes[at : at + 2] for at in range(0, len(hashes), 2)]
        hashes = [hashlib.sha256(b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return hashes[0]


@given(leaves)
def test_every_leaf_leads_to_the_root(hashes: list[bytes]):
    tree = tree_of(hashes)

    assert tree.root == plain_root(hashes)
    assert all(receipt(tree, place, target).leads_to_root() for place, target in enumerate(hashes))
    assert [tree.leaf(place) for place in range(len(tree))] == hashes


@given(leaves, st.binary(min_size=32, max_size=32))
def test_no_other_hash_leads_to_the_root(hashes: list[bytes], other: bytes):
    tree = tree_of(hashes)

    for place, target in enumerate(hashes):
        assert receipt(tree, place, other).leads_to_root() == (other == target)


def test_a_tree_may_grow_after_its_root_was_asked_for():
    tree = tree_of([b"a" * 32])
    assert tree.root == b"a" * 32
    assert tree.path(0) == ()

    assert tree.add(b"b" * 32) == 1

    assert tree.root == hashlib.sha256(b"a" * 32 + b"b" * 32).digest()


@pytest.mark.parametrize("leaf", [b"", b"a" * 31, b"a" * 33])
def test_refuses_a_leaf_that_is_no_digest(leaf: bytes):
    with pytest.raises(ValueError, match="SHA-256"):
        Tree().add(leaf)


def test_refuses_the_root_of_nothing_and_the_path_of_nobody():
    with pytest.raises(ValueError, match="empty"):
        _ = Tree().root
    with pytest.raises(IndexError):
        tree_of([b"a" * 32]).path(1)
    with pytest.raises(IndexError):
        tree_of([b"a" * 32]).leaf(-1)
