"""Whatever somebody does to what was signed: it is refused, or it still says the same, and is shown the same.

Named edits keep the RDF of a badge, or look as if they did; further ones are drawn by chance, as the fuzzer does.
"""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz import edits
from fuzz.originals import originals, refused_originals, rich, shown_in_part, tokens
from fuzz.targets import bake as pictures
from fuzz.world import facts, report_on, same
from laurel.bake import png, svg
from laurel.keys import LocalSigner
from laurel.proofs import add_proof, vc_jwt
from laurel.status import list as status_list
from laurel.verify import Outcome
from laurel.verify.policy import DEFAULT
from laurel.verify.presented import read_presented
from outside_world import (
    LIST,
    OTHER_KEY,
    SIGNED,
    SIGNER,
    STRANGER,
    UNIVERSITY,
    World,
    check,
    did_document,
    revocation_list,
    signed,
)

Json = dict[str, Any]
EDITS: dict[str, Any] = {}
seeds = st.integers(0, 2**32).map(Random)


def edit(change: Any) -> Any:
    """Keep an edit under its name."""
    EDITS[change.__name__] = change
    return change


def _subject(badge: Json) -> Json:
    return badge["credentialSubject"]


def _achievement(badge: Json) -> Json:
    return badge["credentialSubject"]["achievement"]


@edit
def the_end_under_nest(badge):
    badge["@nest"] = {"validUntil": badge.pop("validUntil")}


@edit
def the_status_under_nest(badge):
    badge["@nest"] = {"credentialStatus": badge.pop("credentialStatus")}


@edit
def the_end_by_its_iri(badge):
    badge["https://www.w3.org/2018/credentials#validUntil"] = badge.pop("validUntil")


@edit
def the_end_by_its_iri_with_its_type(badge):
    value = {"@value": badge.pop("validUntil"), "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
    badge["https://www.w3.org/2018/credentials#validUntil"] = value


@edit
def the_status_by_its_iri(badge):
    badge["https://www.w3.org/2018/credentials#credentialStatus"] = badge.pop("credentialStatus")


@edit
def the_type_by_its_keyword(badge):
    badge["@type"] = badge.pop("type")


@edit
def the_identifier_by_its_keyword(badge):
    badge["@id"] = badge.pop("id")


@edit
def an_inner_type_by_its_keyword(badge):
    _achievement(badge)["@type"] = _achievement(badge).pop("type")


@edit
def an_alias_for_the_end(badge):
    badge["@context"].append({"until": {"@id": "https://www.w3.org/2018/credentials#validUntil"}})
    badge["until"] = badge.pop("validUntil")


@edit
def everything_in_a_graph(badge):
    inner = {name: badge.pop(name) for name in list(badge) if name not in ("@context", "proof")}
    badge["@graph"] = [inner]


@edit
def a_decoy_beside_a_graph(badge):
    inner = {name: badge[name] for name in badge if name not in ("@context", "proof")}
    badge["@graph"] = [inner]
    badge["validUntil"] = None


@edit
def a_free_text_in_a_graph(badge):
    badge["@graph"] = ["summa cum laude"]


@edit
def a_set_around_a_value(badge):
    badge["evidence"] = {"@set": badge["evidence"]}


@edit
def a_list_around_a_value(badge):
    _achievement(badge)["tag"] = {"@list": _achievement(badge)["tag"]}


@edit
def a_value_object_around_a_text(badge):
    _achievement(badge)["description"] = {"@value": _achievement(badge)["description"]}


@edit
def a_typed_value_object_around_a_text(badge):
    text = _achievement(badge)["description"]
    _achievement(badge)["description"] = {"@value": text, "@type": "http://www.w3.org/2001/XMLSchema#string"}


@edit
def a_typed_value_object_around_the_end(badge):
    badge["validUntil"] = {"@value": badge["validUntil"], "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}


@edit
def an_index_beside_a_node(badge):
    _achievement(badge)["@index"] = "summa cum laude"


@edit
def an_index_beside_a_text(badge):
    badge["name"][0]["@index"] = "x"


@edit
def a_direction_of_a_text(badge):
    badge["name"][0]["@direction"] = "rtl"


@edit
def a_node_that_is_included(badge):
    badge["@included"] = [{"id": badge["id"], "type": ["VerifiableCredential"]}]


@edit
def a_node_the_other_way_round(badge):
    badge["@reverse"] = {}


@edit
def a_null(badge):
    badge["image"] = {**badge["image"], "caption": None}
    _subject(badge)["narrative"] = None


@edit
def an_empty_list(badge):
    _subject(badge)["source"] = []


@edit
def a_list_in_a_list(badge):
    badge["evidence"] = [badge["evidence"]]


@edit
def a_truth_as_a_text(badge):
    _subject(badge)["identifier"][0]["hashed"] = "false"


@edit
def a_number_as_a_text(badge):
    _subject(badge)["creditsEarned"] = "2.5"


@edit
def a_number_as_a_value_object(badge):
    _achievement(badge)["creditsAvailable"] = {"@value": 5}


@edit
def a_number_with_a_point(badge):
    _achievement(badge)["creditsAvailable"] = 5.0


@edit
def one_subject_in_a_list(badge):
    badge["credentialSubject"] = [badge["credentialSubject"]]


@edit
def one_type_without_its_list(badge):
    _achievement(badge)["type"] = _achievement(badge)["type"][0]


@edit
def types_in_another_order(badge):
    badge["type"].reverse()


@edit
def a_type_twice(badge):
    badge["type"].append(badge["type"][0])


@edit
def a_status_in_a_list(badge):
    badge["credentialStatus"] = [badge["credentialStatus"]]


@edit
def an_issuer_of_a_name_alone(badge):
    badge["issuer"] = badge["issuer"]["id"]


@edit
def a_reference_as_a_node(badge):
    _subject(badge)["result"][0]["resultDescription"] = {"id": "urn:r:1"}


@edit
def a_language_in_capitals(badge):
    badge["name"][0]["@language"] = "EN"


@edit
def languages_in_another_order(badge):
    badge["name"].reverse()


@edit
def the_issuers_name_told_elsewhere(badge):
    _achievement(badge)["creator"]["name"] = badge["issuer"].pop("name")


@edit
def the_issuers_address_told_elsewhere(badge):
    _achievement(badge)["creator"]["url"] = badge["issuer"].pop("url")


@edit
def the_issuers_name_told_twice(badge):
    _achievement(badge)["creator"]["name"] = badge["issuer"]["name"]


@edit
def the_badges_end_told_by_its_evidence(badge):
    badge["evidence"].append({"id": badge["id"], "type": ["Evidence"], "validUntil": badge.pop("validUntil")})


@edit
def a_context_inside(badge):
    _achievement(badge)["@context"] = list(badge["@context"])


@edit
def a_context_of_nothing_inside(badge):
    _achievement(badge)["@context"] = []


@edit
def a_further_known_context(badge):
    badge["@context"].append("https://w3id.org/security/data-integrity/v2")


@edit
def a_context_twice(badge):
    badge["@context"].append(badge["@context"][1])


@edit
def an_older_context(badge):
    badge["@context"][1] = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"


@edit
def a_context_that_is_null(badge):
    badge["@context"].insert(0, None)


@edit
def an_undefined_term(badge):
    badge["honours"] = "summa cum laude"


@edit
def an_undefined_type(badge):
    _achievement(badge)["type"].append("1:Doctorate")


@edit
def a_relative_address(badge):
    badge["evidence"].append({"id": "doctorate", "type": ["Evidence"]})


@edit
def a_blank_predicate(badge):
    _subject(badge)["_:honours"] = "summa cum laude"


@edit
def a_named_blank_node(badge):
    _subject(badge)["result"][0]["id"] = "_:b0"


@edit
def results_in_another_order(badge):
    _subject(badge)["result"].reverse()


@edit
def values_of_two_results_exchanged(badge):
    one, two = _subject(badge)["result"]
    one["value"], two["value"] = two["value"], one["value"]


@edit
def names_of_two_descriptions_exchanged(badge):
    one, two = _achievement(badge)["resultDescription"]
    one["name"], two["name"] = two["name"], one["name"]


@edit
def identifiers_of_two_descriptions_exchanged(badge):
    one, two = _achievement(badge)["resultDescription"]
    one["id"], two["id"] = two["id"], one["id"]


@edit
def members_in_another_order(badge):
    for name in sorted(badge, reverse=True):
        badge[name] = badge.pop(name)


@edit
def a_proof_without_its_list(badge):
    badge["proof"] = badge["proof"][0]


@edit
def a_proof_twice(badge):
    badge["proof"] *= 2


@edit
def a_proof_with_contexts(badge):
    badge["proof"][0]["@context"] = badge["@context"]


@edit
def a_letter_that_looks_the_same(badge):
    _achievement(badge)["name"] = _achievement(badge)["name"].replace("a", "а")


@edit
def a_text_with_a_space_behind(badge):
    _achievement(badge)["name"] += " "


@edit
def a_moment_written_otherwise(badge):
    badge["validUntil"] = badge["validUntil"].replace("Z", "+00:00")


def refused_or_the_same(content: bytes | str, **rest: Any) -> None:
    report = report_on(content, **rest)
    if report.verdict == "reject":
        return
    document = read_presented(content, policy=DEFAULT).unverified_document
    alike = [original for original in (*originals(), rich()) if same(document, original)]
    assert alike, f"{report.verdict} for what nobody signed"
    shown = [facts(report_on(json.dumps(original))) for original in alike]
    assert facts(report) in shown, "it is shown otherwise than what was signed"


def test_there_are_more_than_thirty_edits_that_could_deceive():
    assert len(EDITS) > 60


@pytest.mark.parametrize("place", [0, 1, 2], ids=["eddsa-rdfc", "eddsa-jcs", "ecdsa-rdfc"])
@pytest.mark.parametrize("name", EDITS)
def test_refuses_every_named_edit_or_finds_it_the_same(name, place):
    made = copy.deepcopy(originals()[place])
    EDITS[name](made)

    refused_or_the_same(json.dumps(made))


@pytest.mark.parametrize("name", EDITS)
def test_refuses_every_named_edit_of_a_badge_that_is_not_accepted(name):
    """Expired, and revoked: no edit brings either back."""
    for bad in (
        add_proof(rich() | {"validUntil": "2026-11-01T12:00:00Z"}, signer=SIGNER, created=SIGNED),
        add_proof(rich() | {"credentialStatus": status_list.entry(LIST, 7)}, signer=SIGNER, created=SIGNED),
    ):
        made = copy.deepcopy(bad)
        EDITS[name](made)

        assert report_on(json.dumps(made)).verdict == "reject"


@settings(max_examples=200)
@given(seeds)
def test_refuses_edits_by_chance_of_every_original(random):
    made = random.choice((*originals(), *refused_originals(), shown_in_part()))

    refused_or_the_same(edits.of_json(json.dumps(made).encode(), random))


@settings(max_examples=200)
@given(seeds)
def test_refuses_edits_by_chance_of_tokens(random):
    refused_or_the_same(edits.of_token(random.choice(tokens()).encode(), random))


@settings(max_examples=100)
@given(seeds)
def test_refuses_a_strangers_token_whatever_its_header_says(random):
    """Signed with a key of the attacker's own, over a header of the attacker's making."""
    kid = random.choice([f"{UNIVERSITY}#key-1", f"{STRANGER}#key-1", "key-1", "#key-1", ""])
    token = vc_jwt.sign(rich(), signer=LocalSigner(OTHER_KEY, kid or "x"), typ=random.choice(["JWT", "vc+jwt"]))
    header, payload, signature = token.split(".")
    changed = edits.encoded(edits.of_header(edits.decoded(header.encode()), random)).decode()
    resigned = edits.encoded(OTHER_KEY.sign(f"{changed}.{payload}".encode())).decode()

    for made in (f"{changed}.{payload}.{resigned}", f"{changed}.{payload}.{signature}", f"{changed}.{payload}."):
        assert report_on(made).verdict == "reject"


@settings(max_examples=150)
@given(seeds)
def test_refuses_a_status_list_that_was_edited(random):
    edited = edits.of_json(json.dumps(revocation_list(7)).encode(), random)
    made = World({LIST: json.loads(edited)} if _is_json(edited) else {LIST: None})

    report = check(signed(credentialStatus=status_list.entry(LIST, 7)), world=made)

    assert report["status"].outcome is not Outcome.PASSED


@settings(max_examples=150)
@given(seeds)
def test_refuses_to_take_a_strangers_document_for_the_universitys(random):
    """The stranger may write into the document whatever is wished, and sign under any name."""
    claimed = did_document(STRANGER, OTHER_KEY)
    claimed["alsoKnownAs"] = [UNIVERSITY]
    edited = edits.of_json(json.dumps(claimed).replace(STRANGER, random.choice([STRANGER, UNIVERSITY])).encode(), random)
    made = World({"https://stranger.example/.well-known/did.json": json.loads(edited) if _is_json(edited) else None})
    method = random.choice([f"{UNIVERSITY}#key-1", f"{STRANGER}#key-1", f"{UNIVERSITY}#key-9"])

    report = check(signed(LocalSigner(OTHER_KEY, method)), world=made)

    assert report.verdict == "reject"


@settings(max_examples=200)
@given(seeds)
def test_refuses_edits_by_chance_of_pictures(random):
    text = json.dumps(originals()[0])
    forged = text.replace("Data stewardship", "Doctorate")
    plain = (
        png.SIGNATURE
        + _chunk(b"IHDR", bytes(13))
        + _chunk(b"iTXt", b"Comment\0\0\0\0\0" + forged.encode())
        + _chunk(b"IEND", b"")
    )
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><desc>{svg.NAMESPACE}</desc></svg>'.encode()
    baked = random.choice([png.bake(plain, text), svg.bake(drawing, text)])

    refused_or_the_same(pictures.mutate(baked, random))


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except ValueError:
        return False
    return True


def _chunk(kind: bytes, body: bytes) -> bytes:
    return pictures.written_chunk(kind, body)
