"""The profile for any W3C credential: what it takes, and that it is not fooled in its own terms."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from any_credential import ISSUER, MONDAY, SIGNER, WORDS, check, licence, licence_of_version_1, signed
from laurel.canon.contexts import CREDENTIALS_V2, OPEN
from laurel.did import key as did_key
from laurel.errors import ContextError, Phrase, UnreachableError
from laurel.fetching import Fetched
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof, vc_jwt
from laurel.verify import DEFAULT, GENERIC, Outcome, verify
from laurel.verify.texts import LANGUAGES
from plain_badge import badge

STRANGER = PrivateKey.from_seed(bytes(range(1, 33)))
WITNESS = LocalSigner(STRANGER, did_key.method_of(STRANGER.public))
VALID_UNTIL = "https://www.w3.org/2018/credentials#validUntil"
STATUS = "https://www.w3.org/2018/credentials#credentialStatus"
EXPIRED = {"validUntil": "2026-06-01T00:00:00Z"}


class Asked:
    """A way out that remembers who was asked, and reaches nobody."""

    def __init__(self) -> None:
        self.urls: list[str] = []

    def __call__(self, url: str, *, limit: int) -> Fetched:
        self.urls.append(url)
        raise UnreachableError(url=url, why=Phrase("nobody is there", "няма никого"))


def test_a_credential_with_words_of_its_own_is_accepted_by_name_of_the_profile():
    report = check(signed())

    assert (report.verdict, report.profile) == ("accept", "generic")
    assert report.to_json()["profile"] == "generic"
    assert report["schema"].source.startswith("https://www.w3.org/TR/vc-data-model-2.0/")
    assert [each.code for each in report.unjudged] == ["MEANING_UNJUDGED"]


def test_a_badge_is_judged_by_the_strict_rules_unless_asked():
    report = check(signed(), policy=DEFAULT)

    assert (report.verdict, report.profile, report["structure"].code) == ("reject", "badge", "CONTEXT")
    assert (report.unjudged, check(signed(badge() | {"issuer": ISSUER})).verdict) == ((), "accept")


def test_the_profile_is_said_in_both_languages():
    for report in (check(signed()), check(signed(), policy=DEFAULT), check("…")):
        assert all(f"{report.profile}" in report.rules(language) for language in LANGUAGES)
        assert report["schema"].say("en") != report["schema"].say("bg")


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_texts_with_language_and_direction_are_signed(suite: str):
    name = [{"@value": "مرحبا", "@language": "ar", "@direction": "rtl"}, {"@value": "Hello", "@language": "en"}]
    document = signed(suite=suite, name=name)
    assert check(document).verdict == "accept"

    document["name"][0]["@direction"] = "ltr"
    assert check(document)["proof"].code == "PROOF_VERIFICATION_ERROR"


def test_version_1_and_tokens_are_taken():
    assert check(signed(licence_of_version_1())).verdict == "accept"
    assert check(vc_jwt.sign(licence(), signer=SIGNER, typ="vc+jwt")).verdict == "accept"


def test_a_language_set_for_many_texts_is_signed_with_each():
    contexts = [CREDENTIALS_V2, {**WORDS, "@language": "bg", "boat": {"@id": WORDS["boat"], "@container": "@language"}}]
    document = signed(**{"@context": contexts, "credentialSubject": {"boat": {"bg": "Ветрилото", "en": "Sail"}}})
    assert check(document).verdict == "accept"

    document["credentialSubject"]["boat"] = {"bg": "Ветрилото", "fr": "Sail"}
    assert check(document)["proof"].outcome is Outcome.FAILED


def test_a_context_that_the_caller_vouches_for_is_taken_and_none_is_fetched():
    url = "https://sails.example/v1"
    context = {"@context": WORDS}
    opened = OPEN.with_documents({url: context})
    document = add_proof(licence(**{"@context": [CREDENTIALS_V2, url]}), signer=SIGNER, created=MONDAY, contexts=opened)
    asked = Asked()

    assert check(document, fetch=asked, contexts={url: context}).verdict == "accept"
    unknown = check(document, fetch=asked)

    assert (unknown["structure"].code, unknown.verdict, asked.urls) == ("UNSUPPORTED", "reject", [])


def test_refuses_to_replace_a_context_that_we_hold_and_to_open_the_profile_for_badges():
    with pytest.raises(ContextError):
        check(signed(), contexts={CREDENTIALS_V2: {"@context": {}}})
    with pytest.raises(ValueError, match="fixed"):
        check(signed(), policy=DEFAULT, contexts={"https://sails.example/v1": {"@context": {}}})


def _renamed(name: str, alias: str, meaning: Any) -> Callable[[dict[str, Any]], None]:
    def edit(document: dict[str, Any]) -> None:
        document["@context"].append({alias: meaning})
        document[alias] = document.pop(name)

    return edit


def _iri(name: str, iri: str) -> Callable[[dict[str, Any]], None]:
    def edit(document: dict[str, Any]) -> None:
        document[iri] = document.pop(name)

    return edit


def _nested(document: dict[str, Any]) -> None:
    document["@nest"] = {"validUntil": document.pop("validUntil")}


def _nested_by_another_name(document: dict[str, Any]) -> None:
    document["@context"].append({"more": "@nest"})
    document["more"] = {"validUntil": document.pop("validUntil")}


def _included(document: dict[str, Any]) -> None:
    document["@included"] = [{"id": document["id"], "validUntil": document.pop("validUntil")}]


def _graphed(document: dict[str, Any]) -> None:
    inner = {name: document.pop(name) for name in list(document) if name not in ("@context", "proof")}
    document["@graph"] = [inner]


def _doubled(document: dict[str, Any]) -> None:
    document["@context"].append({"untilOtherwise": {"@id": VALID_UNTIL, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}})
    document["untilOtherwise"], document["validUntil"] = document["validUntil"], "2099-01-01T00:00:00Z"


HIDING = {
    "alias": _renamed("validUntil", "ends", {"@id": VALID_UNTIL, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}),
    "alias of the status": _renamed("credentialStatus", "state", {"@id": STATUS, "@type": "@id"}),
    "iri": _iri("validUntil", VALID_UNTIL),
    "iri of the status": _iri("credentialStatus", STATUS),
    "nest": _nested,
    "nest by another name": _nested_by_another_name,
    "included": _included,
    "graph": _graphed,
    "an end beside the end": _doubled,
    "alias of type": _renamed("type", "kind", "@type"),
    "alias of id": _renamed("id", "name_of_it", "@id"),
}
ENTRY = {
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "7",
    "statusListCredential": "https://sails.example/status/1",
}


@pytest.mark.parametrize("edit", HIDING.values(), ids=HIDING)
def test_refuses_an_edit_that_hides_what_was_signed(edit: Callable[[dict[str, Any]], None]):
    document = signed(credentialStatus=ENTRY, **EXPIRED)
    edit(document)

    report = check(document)

    assert report.verdict == "reject"
    assert {"schema", "structure"} & {each.name for each in report.checks if each.outcome is Outcome.FAILED}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"credentialSubject": {"id": "did:example:a", "undefined": "x"}}, "DATA_LOSS"),
        ({"credentialSubject": {"id": "did:example:a", "boat": None}}, "DATA_LOSS"),
        ({"credentialSubject": {"id": "did:example:a", "boat": []}}, "DATA_LOSS"),
        ({"credentialSubject": {"id": "did:example:a", "boat": {"type": "Undefined"}}}, "DATA_LOSS"),
        ({"credentialSubject": {"id": "did:example:a", "boat": {"id": "../relative"}}}, "DATA_LOSS"),
        ({"credentialSubject": {"id": "did:example:a", "boat": {"@index": "x", "name": "y"}}}, "DATA_LOSS"),
        ({"credentialSubject": {"id": "did:example:a", "boat": [["x"]]}}, "DATA_LOSS"),
        ({"type": ["VerifiableCredential", "Undefined"]}, "DATA_LOSS"),
        ({"@context": [CREDENTIALS_V2, {**WORDS, "SailingLicence": "https ://no#x"}]}, "DATA_LOSS"),
        ({"@context": [CREDENTIALS_V2, WORDS, {"VerifiableCredential": "https://evil.example/#x"}]}, "DATA_LOSS"),
        ({"@context": [CREDENTIALS_V2, WORDS, {"@base": "https://evil.example/"}]}, "CONTEXT"),
        ({"@context": [CREDENTIALS_V2, WORDS, {"@import": "https://evil.example/"}]}, "CONTEXT"),
        ({"@context": [CREDENTIALS_V2, WORDS, {"boat": {"@reverse": "https://x.example/#y"}}]}, "CONTEXT"),
        ({"@context": [CREDENTIALS_V2, WORDS, {"boat": {"@id": "https://x.example/#y", "@container": "@index"}}]}, "CONTEXT"),
        ({"@context": [CREDENTIALS_V2, WORDS, {"boat": {"@id": "urn:x:y", "@context": "https://evil.example/"}}]}, "CONTEXT"),
        (
            {"@context": [CREDENTIALS_V2, {"@vocab": "https://sails.example/#"}], "validUntill": "2020-01-01T00:00:00Z"},
            "DATA_MODEL",
        ),
    ],
)
def test_refuses_what_json_ld_would_lose_or_rewire(changes: dict[str, Any], code: str):
    token = vc_jwt.sign(licence(**changes), signer=SIGNER, typ="vc+jwt")  # signs whatever it is given

    report = check(token)

    assert (report.verdict, report["proof"].outcome, report["schema"].code) == ("reject", Outcome.PASSED, code)


def test_a_word_of_the_data_model_keeps_its_meaning_whatever_else_defines_it():
    contexts = [CREDENTIALS_V2, WORDS, {"validUntil": "https://evil.example/#x"}]

    assert check(signed(**{"@context": contexts}, **EXPIRED)).codes == ("EXPIRED",)


def test_refuses_a_context_set_to_nothing():
    document = licence(**{"@context": [CREDENTIALS_V2, None, WORDS]})

    assert check(vc_jwt.sign(document, signer=SIGNER, typ="vc+jwt")).verdict == "reject"


def test_a_witness_may_sign_beside_the_issuer_but_not_instead():
    both = add_proof(signed(), signer=WITNESS, created=MONDAY, contexts=OPEN)
    alone = add_proof(licence(), signer=WITNESS, created=MONDAY, contexts=OPEN)

    assert check(both).verdict == "accept"
    assert (check(alone).verdict, check(alone)["issuer_key"].code) == ("reject", "ISSUER_BINDING")

    both["proof"][1]["proofValue"] = both["proof"][0]["proofValue"]
    assert check(both)["proof"].outcome is Outcome.FAILED


def test_whose_the_key_is_may_be_left_unasked():
    unbound = replace(GENERIC, issuer_binding=False)
    alone = add_proof(licence(), signer=WITNESS, created=MONDAY, contexts=OPEN)

    report = check(alone, policy=unbound)

    assert (report.verdict, [each.name for each in report.checks if "issuer" in each.name]) == ("warn", [])


def test_refuses_an_expired_credential_and_a_status_nobody_can_read_is_unknown():
    assert check(signed(**EXPIRED)).codes == ("EXPIRED",)
    other = check(signed(credentialStatus={"type": "https://sails.example/#OtherStatus"}))
    assert (other.verdict, other["status"].code) == ("warn", "UNSUPPORTED")


SIGNED = signed()


@given(st.data())
def test_never_accepts_an_edited_credential_that_says_something_else(data: st.DataObject):
    document = copy.deepcopy(SIGNED)
    places = [document, document["credentialSubject"], document["credentialSubject"]["boat"], document["@context"][1]]
    place = data.draw(st.sampled_from(places))
    name = data.draw(st.sampled_from([*place, "validUntil", "boat", "name", "@type", VALID_UNTIL, "id"]))
    value = data.draw(st.sampled_from(["x", "urn:x:y", 7, 7.5, True, None, [], {}, "@id", VALID_UNTIL, "https://x.example/#y"]))
    if data.draw(st.booleans()):
        place[name] = value
    else:
        place.pop(name, None)

    report = check(document)

    # definitions that nothing uses may come and go: they say nothing
    assert report.verdict != "accept" or {**document, "@context": None} == {**SIGNED, "@context": None}


@given(
    st.dictionaries(
        st.text(max_size=8), st.none() | st.booleans() | st.text(max_size=8) | st.lists(st.text(max_size=4)), max_size=6
    )
)
def test_never_raises_for_definitions_of_any_kind(definitions: dict[str, Any]):
    text = json.dumps(licence(**{"@context": [CREDENTIALS_V2, WORDS, definitions]}))

    assert verify(text, at=MONDAY, fetch=Asked(), policy=GENERIC).verdict == "reject"


def test_refuses_more_definitions_than_anybody_needs():
    many = [{f"word{number}": f"urn:x:{number}" for number in range(start, start + 300)} for start in range(0, 1200, 300)]
    report = check(vc_jwt.sign(licence(**{"@context": [CREDENTIALS_V2, WORDS, *many]}), signer=SIGNER, typ="vc+jwt"))

    assert (report.verdict, report["schema"].code) == ("reject", "LIMITS")
