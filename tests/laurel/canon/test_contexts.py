import pickle

import pytest

from laurel.canon import contexts
from laurel.canon.contexts import OPEN, PINNED, check_digest, load
from laurel.errors import ContextError, TamperedContextError


@pytest.mark.parametrize("url", list(OPEN))
def test_every_installed_context_is_the_pinned_one(url: str):
    context = OPEN[url]

    assert "@context" in context.document
    assert len(context.sha256) == 64


def test_refuses_a_context_that_was_changed_after_it_was_pinned():
    context = load(contexts.CREDENTIALS_V2)
    changed = {"@context": {**context.document["@context"], "name": "https://evil.example/name"}}

    with pytest.raises(TamperedContextError):
        check_digest(changed, url=contexts.CREDENTIALS_V2, sha256=context.sha256)


def test_refuses_an_address_it_does_not_hold():
    for url in ("https://www.w3.org/ns/credentials/v3", "http://www.w3.org/ns/credentials/v2", "https://evil.example/"):
        assert url not in PINNED
        with pytest.raises(ContextError):
            load(url)
        with pytest.raises(KeyError):
            PINNED[url]


def test_another_process_finds_the_same_contexts_and_not_copies_of_them():
    assert pickle.loads(pickle.dumps(PINNED)) is PINNED
    assert repr(pickle.loads(pickle.dumps(OPEN))) == repr(OPEN) == repr(OPEN.with_documents({}))
