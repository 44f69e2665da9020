"""Compiled canonicalisation says, for every document, exactly what the full path says: the same bytes or the same refusal."""

from __future__ import annotations

import copy
import hashlib
import sys
import threading
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast_of_badges import RECORD
from laurel.canon import compiled, jcs, jsonld, rdfc
from laurel.canon.compiled import Jcs, Rdf, Shapes
from laurel.canon.compiled.outline import Outline
from laurel.errors import JsonLdError, LaurelError, NotAbsoluteError, WorkLimitError
from laurel.formats import openbadge3
from mutants import HOSTILE, at, put, refilled, renumbered, restructured, text_places
from plain_badge import CONTEXTS, badge

OPTIONS = {
    "@context": CONTEXTS,
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "created": "2026-11-23T12:00:00Z",
    "verificationMethod": "did:web:uni.example#key-1",
    "proofPurpose": "assertionMethod",
}
STATUS_LIST = {
    "@context": CONTEXTS[:1],
    "id": "https://uni.example/status/1",
    "type": ["VerifiableCredential", "BitstringStatusListCredential"],
    "issuer": "did:web:uni.example",
    "credentialSubject": {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": "uH4sI"},
}
QUICK = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def with_twins() -> dict[str, Any]:
    """A badge with several blank nodes of one kind, and several texts in one set."""
    document = badge()
    achievement = document["credentialSubject"]["achievement"]
    achievement["alignment"] = [
        {"type": ["Alignment"], "targetName": name, "targetUrl": f"https://x.example/{name}"} for name in "abcd"
    ]
    document["evidence"] = [{"type": ["Evidence"], "name": "Dossier"}, {"type": ["Evidence"], "name": "Talk"}]
    return document


def ours() -> dict[str, Any]:
    return openbadge3.project(RECORD, salt="pepper")


KINDS = {
    "badge": badge,
    "twins": with_twins,
    "ours": ours,
    "options": lambda: copy.deepcopy(OPTIONS),
    "status list": lambda: copy.deepcopy(STATUS_LIST),
}


def outcome(say: Callable[[dict[str, Any]], bytes], document: dict[str, Any]) -> object:
    """What is said of a document, refusals included."""
    try:
        return say(document)
    except LaurelError as error:
        return type(error), error.at, error.say("en")


def full(document: dict[str, Any], hash_name: rdfc.HashName = "sha256") -> object:
    """What the full path says."""
    return outcome(lambda each: rdfc.canonicalize(jsonld.to_dataset(each), hash_name=hash_name).encode(), document)


def said(shapes: Shapes, document: dict[str, Any]) -> object:
    """What a memory says: the bytes and their digest, which are made in different ways."""
    canonical, digest = outcome(shapes.canonical, document), outcome(shapes.digest, document)
    assert digest == (shapes._hash(canonical).digest() if isinstance(canonical, bytes) else canonical)
    return canonical


def knowing(*documents: dict[str, Any], **limits: Any) -> Shapes:
    """A memory that has seen each of the documents often enough to know its shape."""
    shapes = Shapes(**limits)
    for _ in range(2):
        for document in documents:
            shapes.canonical(document)
    return shapes


def cohort(document: dict[str, Any], number: int) -> dict[str, Any]:
    made = copy.deepcopy(document)
    made["id"] = f"urn:uuid:{number}"
    made["credentialSubject"]["id"] = f"did:example:learner-{number}"
    return made


def test_a_shape_is_learned_at_its_second_sighting():
    shapes = Shapes()
    shapes.canonical(badge())
    assert len(shapes) == 0

    shapes.canonical(cohort(badge(), 2))
    assert len(shapes) == 1


def test_a_known_shape_needs_no_json_ld(monkeypatch):
    shapes = knowing(badge())
    expected = full(cohort(badge(), 7))
    monkeypatch.setattr(jsonld, "to_dataset", None)

    assert said(shapes, cohort(badge(), 7)) == expected
    assert said(shapes, dict(reversed(cohort(badge(), 7).items()))) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_texts_anywhere_say_what_the_full_path_says(kind):
    document, random = KINDS[kind](), Random(kind)
    shapes = knowing(document)
    for text in HOSTILE:
        path = random.choice(text_places(document))
        edited = copy.deepcopy(document)
        put(edited, path, text)
        assert said(shapes, edited) == full(edited), (path, text)


@QUICK
@given(st.sampled_from(["badge", "twins", "status list"]), st.data())
def test_any_texts_say_what_the_full_path_says(kind, data):
    document = KINDS[kind]()
    shapes = knowing(document)
    text = st.text(st.characters(), max_size=8) | st.sampled_from(HOSTILE)
    for path in data.draw(st.lists(st.sampled_from(text_places(document)), max_size=5, unique=True)):
        put(document, path, data.draw(text))

    assert said(shapes, document) == full(document)


@pytest.mark.parametrize("seed", range(6))
def test_mutants_say_what_the_full_path_says(seed):
    random = Random(seed)
    shapes = knowing(badge(), with_twins(), OPTIONS)
    for _ in range(60):
        document = restructured(random.choice([badge(), with_twins(), OPTIONS]), random)
        for mutant in (document, document, renumbered(document, random), refilled(document, random)):
            assert said(shapes, mutant) == full(mutant)


@pytest.mark.parametrize("hash_name", ["sha256", "sha384"])
def test_cohorts_say_what_the_full_path_says(hash_name):
    random = Random(hash_name)
    shapes = Shapes(Rdf(hash_name))
    for number in range(40):
        document = cohort(random.choice([with_twins(), badge()]), number)
        mutant = random.choice([document, document, document, refilled(document, random, share=0.05)])
        assert said(shapes, mutant) == full(mutant, hash_name)


@pytest.mark.parametrize("room", [0, 20_000, 256 * 1024])
def test_a_cohort_whose_blank_nodes_come_in_many_orders_is_the_same_with_and_without_room(room, monkeypatch):
    monkeypatch.setattr("laurel.canon.compiled.learn.LAYOUT_ROOM", room)
    shapes = Shapes()
    for number in range(60):
        document = cohort(with_twins(), number)
        document["evidence"] = [{"type": ["Evidence"], "name": f"{each} of {number}"} for each in ("Report", "Essay")]
        assert said(shapes, document) == full(document)


def test_blank_nodes_that_look_alike_are_named_by_the_full_algorithm():
    document = with_twins()
    shapes = knowing(document)
    alignments = document["credentialSubject"]["achievement"]["alignment"]
    alignments[1] = copy.deepcopy(alignments[0])

    assert said(shapes, document) == full(document)


def test_a_shape_whose_blank_nodes_always_look_alike_is_known_too(monkeypatch):
    document = with_twins()
    document["credentialSubject"]["achievement"]["related"] = [
        {"type": ["Related"], "id": f"urn:x:{number}", "inLanguage": "bg"} for number in range(2)
    ]
    document["evidence"] = [{"type": ["Evidence"]}, {"type": ["Evidence"]}]
    shapes = knowing(document)
    document["name"]["@value"] = "Another"
    expected = full(document)
    monkeypatch.setattr(jsonld, "to_dataset", None)

    assert said(shapes, document) == expected


def test_refuses_a_value_that_stands_twice():
    document = badge()
    shapes = knowing(document)
    document["credentialSubject"]["achievement"]["tag"] = ["care", "care"]

    with pytest.raises(JsonLdError, match="stands twice"):
        shapes.canonical(document)


def test_two_subjects_that_become_one_take_the_full_path():
    document = badge()
    shapes = knowing(document)
    document["credentialSubject"]["id"] = document["issuer"]["id"]

    assert said(shapes, document) == full(document)


def test_refuses_a_relative_address_in_a_known_shape_and_names_its_place():
    document = badge()
    shapes = knowing(document)
    document["credentialSubject"]["id"] = "learners/amina"

    with pytest.raises(NotAbsoluteError) as caught:
        shapes.canonical(document)
    assert caught.value.at == "/credentialSubject/id"


@pytest.mark.parametrize(("was", "now"), [(5, 5.0), (5, True), (5, "5"), (False, 0), (2.5, 2.25)])
def test_numbers_and_booleans_belong_to_the_shape(was, now):
    document = badge()
    shapes = knowing(document)
    edited = copy.deepcopy(document)
    changed = [
        path
        for path in (("credentialSubject", "achievement", "creditsAvailable"), ("credentialSubject", "creditsEarned"))
        if at(document, path) == was
    ]
    for path in changed or [("credentialSubject", "identifier", 0, "hashed")]:
        put(edited, path, now)

    assert said(shapes, edited) == full(edited)


def test_changing_a_learned_document_changes_nothing_in_memory():
    document = badge()
    shapes = knowing(document)
    document["type"][0] = "Unknown"

    assert said(shapes, document) == full(document)
    assert said(shapes, badge()) == full(badge())


def test_a_negative_zero_is_not_zero():
    document = STATUS_LIST | {"evidence": {"type": ["Evidence"], "score": 0.0}}
    shapes = knowing(document, kind=Jcs())

    assert len(shapes) == 1
    assert shapes._shapes[frozenset(document)][0].outline.match(document)
    assert not shapes._shapes[frozenset(document)][0].outline.match(
        document | {"evidence": {"type": ["Evidence"], "score": -0.0}}
    )


@pytest.mark.parametrize("seed", range(3))
def test_canonical_json_of_mutants_is_what_the_full_path_writes(seed):
    random, shapes = Random(seed), Shapes(Jcs(), max_shapes=20)

    for _ in range(150):
        document = restructured(random.choice([badge(), with_twins(), OPTIONS]), random)
        for mutant in (document, document, renumbered(document, random), refilled(document, random)):
            assert said(shapes, mutant) == outcome(jcs.canonicalize, mutant)


def test_a_document_with_an_inner_context_is_never_learned():
    document = badge()
    document["credentialSubject"]["@context"] = CONTEXTS

    assert len(knowing(document)) == 0


def test_a_proof_inside_is_another_graph_and_never_learned():
    document = badge() | {"proof": [{"id": "urn:proof:1"} | {n: v for n, v in OPTIONS.items() if n != "@context"}]}
    shapes = knowing(document)

    assert len(shapes) == 0
    assert said(shapes, document) == full(document)


def test_refuses_to_be_pushed_beyond_its_bounds():
    shapes = Shapes(max_shapes=4, max_weight=200)
    for number in range(12):
        document = badge()
        document["credentialSubject"]["achievement"]["tag"] = [f"tag {each}" for each in range(number + 1)]
        for learner in range(5):
            assert said(shapes, cohort(document, learner)) == full(cohort(document, learner))

    assert 0 < len(shapes) <= 4


def poisonous(names: list[str]) -> dict[str, Any]:
    """Two learners without identifiers, each with as many look-alike blank nodes as there are names."""
    document = badge()
    identity = {"type": "IdentityObject", "hashed": False, "identityType": "name"}
    subject = {"type": ["AchievementSubject"], "identifier": [identity | {"identityHash": name} for name in names]}
    document["credentialSubject"] = [copy.deepcopy(subject), copy.deepcopy(subject)]
    return document


def test_refuses_poison_that_comes_in_a_known_shape():
    harmless = poisonous([*"abcdefghi"])
    harmless["credentialSubject"][1]["identifier"][0]["identityHash"] = "z"
    shapes = knowing(harmless)
    assert len(shapes) == 1

    with pytest.raises(WorkLimitError):
        shapes.canonical(poisonous(["a"] * 9))


def test_poison_is_never_learned():
    shapes = Shapes()
    for _ in range(3):
        with pytest.raises(WorkLimitError):
            shapes.canonical(poisonous(["a"] * 9))

    assert len(shapes) == 0


@pytest.fixture
def eager_threads():
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def together(*works: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_threads_may_share_a_memory(eager_threads):
    shapes, wrong = Shapes(max_shapes=3), []
    documents = [cohort(kind(), number) for number in range(8) for kind in (badge, with_twins)]
    expected = [full(document) for document in documents]

    def work() -> None:
        for document, answer in zip(documents, expected, strict=True):
            if said(shapes, document) != answer:
                wrong.append(document)

    together(work, work, work)

    assert not wrong


def test_threads_never_mix_the_texts_of_their_documents(eager_threads):
    outline, wrong = Outline(badge(), tuple(text_places(badge()))), []
    documents = [cohort(badge(), number) for number in range(4)]
    expected = [outline.match(document) for document in documents]

    def work(number: int) -> None:
        found = (outline.match(documents[number]) for _ in range(1_500))
        wrong.extend(texts for texts in found if texts != expected[number])

    together(*(partial(work, number) for number in range(4)))

    assert not wrong


def test_other_contexts_than_the_pinned_ones_take_the_full_path():
    from laurel.canon.contexts import PINNED

    mine = dict(PINNED)

    assert compiled.canonical_hash(badge(), contexts=mine) == jsonld.canonical_hash(badge())
    assert compiled.canonical_hash(badge()) == hashlib.sha256(full(badge())).digest()  # type: ignore[arg-type]
