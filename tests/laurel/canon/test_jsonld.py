import copy
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from laurel.canon import jsonld, rdfc
from laurel.errors import ContextError, JsonLdError, LimitError
from plain_badge import CONTEXTS, badge

Edit = Callable[[dict[str, Any]], None]


def put(path: str, value: Any) -> Edit:
    """Write a value at a slash-separated path; "-" appends to a list."""

    def edit(document: dict[str, Any]) -> None:
        *steps, last = path.split("/")
        here: Any = document
        for step in steps:
            here = here[int(step)] if isinstance(here, list) else here[step]
        if last == "-":
            here.append(value)
        elif isinstance(here, list):
            here[int(last)] = value
        else:
            here[last] = value

    return edit


def edited(edit: Edit) -> dict[str, Any]:
    document = badge()
    edit(document)
    return document


def canonical(document: dict[str, Any]) -> str:
    return rdfc.canonicalize(jsonld.to_dataset(document))


def test_a_badge_becomes_canonical_quads_that_hold_every_value():
    text = canonical(badge())

    assert '<https://schema.org/name> "Data stewardship"@en .' in text
    assert '"false"^^<https://www.w3.org/2001/XMLSchema#boolean>' in text
    assert '"2.5E0"^^<https://www.w3.org/2001/XMLSchema#float>' in text
    assert '"5"^^<https://www.w3.org/2001/XMLSchema#float>' in text
    assert '"Looks after \\"data\\",\\nline by line."' in text


def test_the_document_is_left_as_it_was():
    document = badge()
    before = copy.deepcopy(document)
    jsonld.to_dataset(document)

    assert document == before


def test_the_order_of_members_does_not_matter():
    assert canonical(dict(reversed(badge().items()))) == canonical(badge())


LOSSES: dict[str, Edit] = {
    "undefined term at the top": put("honours", "summa"),
    "undefined term inside": put("credentialSubject/achievement/ects", 3),
    "term defined elsewhere": put("criteria", {"narrative": "x"}),
    "undefined type": put("type/-", "Doctorate"),
    "undefined type inside": put("credentialSubject/achievement/type/-", "Accredited"),
    "type that looks like an IRI": put("type/-", "1:Degree"),
    "type with an underscore in its scheme": put("type/-", "x_y:Degree"),
    "type in another script": put("type/-", "é:Degree"),
    "type with a space": put("type/-", "urn:a b"),
    "type that is a keyword": put("type/-", "@id"),
    "type like a keyword": put("type/-", "@honours"),
    "blank node type": put("type/-", "_:Degree"),
    "relative id": put("credentialSubject/id", "learner/1"),
    "network-path id": put("credentialSubject/id", "//evil.example/x"),
    "dotted id": put("credentialSubject/id", "../../x"),
    "query id": put("credentialSubject/id", "?x"),
    "id with a space": put("id", "urn:a b"),
    "id with a backslash": put("id", "urn:a\\b"),
    "id with a noncharacter": put("id", "urn:a\uffff"),
    "id like a keyword": put("id", "@none"),
    "empty id": put("id", ""),
    "blank node id": put("credentialSubject/id", "_:b0"),
    "id in the made-up base": put("id", "relative.invalid:x"),
    "id that is a number": put("id", 5),
    "id that is a list": put("id", ["urn:a"]),
    "full IRI as a name": lambda document: document.update({"https://schema.org/name": "x"}),
    "compact IRI as a name": put("schema:name", "x"),
    "blank node as a name": put("_:grade", "6.00"),
    "malformed IRI as a name": put("é:grade", "6.00"),
    "empty name": put("", "x"),
    "name like a keyword": put("@honours", "x"),
    "nest": put("@nest", {"validUntil": "2020-01-01T00:00:00Z"}),
    "graph": put("@graph", [{"id": "urn:x"}]),
    "included": put("@included", [{"id": "urn:x", "name": "x"}]),
    "reverse": put("@reverse", {"name": {"id": "urn:x"}}),
    "keyword instead of its alias": put("credentialSubject/@type", ["AchievementSubject"]),
    "index": put("credentialSubject/@index", "x"),
    "set": put("credentialSubject/achievement/tag", {"@set": ["a"]}),
    "list": put("credentialSubject/achievement/tag", {"@list": ["a"]}),
    "value object without a language": put("name", {"@value": "x"}),
    "typed value object": put("name", {"@value": "x", "@type": "urn:t"}),
    "direction": put("name", {"@value": "x", "@language": "en", "@direction": "ltr"}),
    "index on a value": put("name", {"@value": "x", "@language": "en", "@index": "i"}),
    "language of a number": put("name", {"@value": 5, "@language": "en"}),
    "malformed language": put("name", {"@value": "x", "@language": "en_GB"}),
    "language in another case": put("name", {"@value": "x", "@language": "eN"}),
    "null": put("description", None),
    "null in a list": put("credentialSubject/achievement/tag/-", None),
    "empty list": put("evidence", []),
    "list in a list": put("credentialSubject/achievement/tag/-", ["x"]),
    "value that stands twice": put("credentialSubject/achievement/tag/-", "data"),
    "type that stands twice": put("type/-", "OpenBadgeCredential"),
    "number with more digits than are signed": put("credentialSubject/creditsEarned", 0.12345678901234567),
    "infinite number": put("credentialSubject/creditsEarned", float("inf")),
    "number beyond doubles": put("credentialSubject/creditsEarned", 2**53),
    "lone surrogate": put("description", "a\ud800"),
    "lone surrogate in a name": put("a\ud800", "x"),
    "bytes": put("description", b"x"),
}


@pytest.mark.parametrize("edit", LOSSES.values(), ids=LOSSES.keys())
def test_refuses_what_a_signature_would_not_cover(edit: Edit):
    with pytest.raises(JsonLdError) as refused:
        jsonld.to_dataset(edited(edit))

    assert refused.value.say("bg")


def test_the_refusal_names_the_place_of_an_undefined_term_and_of_an_undefined_type():
    for edit, place in (
        (put("credentialSubject/achievement/ects", 3), "/credentialSubject/achievement/ects"),
        (put("credentialSubject/achievement/type/-", "Accredited"), "/credentialSubject/achievement/type/1"),
    ):
        with pytest.raises(JsonLdError) as refused:
            jsonld.to_dataset(edited(edit))
        assert refused.value.at == place


BAD_CONTEXTS: dict[str, Edit] = {
    "none": lambda document: document.pop("@context"),
    "empty": put("@context", []),
    "inline": put("@context/-", {"validUntil": "https://evil.example/x"}),
    "only inline": put("@context", {"name": "https://schema.org/name"}),
    "null": put("@context/0", None),
    "list in a list": put("@context", [CONTEXTS]),
    "unknown": put("@context/-", "https://evil.example/context"),
    "internal address": put("@context/-", "http://169.254.169.254/latest/meta-data/"),
    "look-alike": put("@context/0", "https://www.w3.org/ns/credentials/v2/"),
    "number": put("@context/-", 5),
    "thousands": put("@context", CONTEXTS * 2500),
    "inner inline": put("credentialSubject/@context", {"name": "https://evil.example/x"}),
    "inner null": put("credentialSubject/@context", None),
    "inner of another kind": put("credentialSubject/@context", "https://www.w3.org/ns/did/v1"),
    "inner in another order": put("credentialSubject/@context", CONTEXTS[::-1]),
}


@pytest.mark.parametrize("edit", BAD_CONTEXTS.values(), ids=BAD_CONTEXTS.keys())
def test_refuses_contexts_that_are_not_the_pinned_ones_at_the_top(edit: Edit):
    with pytest.raises(ContextError):
        jsonld.to_dataset(edited(edit))


def test_an_embedded_credential_may_repeat_the_contexts():
    endorsement = {
        "@context": list(CONTEXTS),
        "id": "urn:uuid:e0000000-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": "did:web:ministry.example",
        "validFrom": "2026-11-23T12:00:00Z",
        "credentialSubject": {"id": "urn:x", "type": ["EndorsementSubject"], "endorsementComment": "Well assessed."},
    }

    assert '"Well assessed."' in canonical(edited(put("endorsement", [endorsement])))


def test_refuses_a_document_that_is_too_large_or_too_deep():
    with pytest.raises(LimitError):
        jsonld.to_dataset(edited(put("credentialSubject/achievement/tag", [f"t{n}" for n in range(20_001)])))
    deep: dict[str, Any] = {"id": "urn:x"}
    for _ in range(50):
        deep = {"type": ["Profile"], "parentOrg": deep}
    with pytest.raises(LimitError):
        jsonld.to_dataset(edited(put("issuer", deep)))


def test_whole_numbers_are_one_number_however_they_are_written():
    assert canonical(edited(put("credentialSubject/creditsEarned", 5.0))) == canonical(
        edited(put("credentialSubject/creditsEarned", 5))
    )


def test_several_threads_canonicalize_alike():
    expected = canonical(badge())
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: canonical(badge()), range(24))) == {expected}
