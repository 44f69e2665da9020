"""Edits as an attacker makes them: of JSON structures, of re-expressions that keep an RDF signature valid, and of tokens.

Everything takes and gives bytes, so that libFuzzer can keep what reached something new and go on from there.
"""

from __future__ import annotations

import base64
import copy
import json
import unicodedata
from collections.abc import Callable
from random import Random
from typing import Any, Final

from mutants import HOSTILE, at, places, put, refilled, renumbered, restructured

Edit = Callable[[dict[str, Any], Random], None]
_NUMBERS: Final = (0, -0.0, 1, 1.0, -1, 5, 5.0, 1e15, 2**53 - 1, 0.1, 1e-7, 2.5)
_IRI: Final = {
    "type": "@type",
    "id": "@id",
    "name": "https://schema.org/name",
    "validUntil": "https://www.w3.org/2018/credentials#validUntil",
    "credentialStatus": "https://www.w3.org/2018/credentials#credentialStatus",
    "issuer": "https://www.w3.org/2018/credentials#issuer",
}
_CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://www.w3.org/2018/credentials/v1",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    "https://w3id.org/security/data-integrity/v2",
    "https://evil.example/context.json",
    {"name": "https://evil.example/name"},
    {"@vocab": "https://evil.example/"},
    None,
)


def of_json(data: bytes, random: Random) -> bytes:
    """One to three edits of a JSON object; of its text, where it is none."""
    document = object_in(data)
    if document is None:
        return of_bytes(data, random)
    try:
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            # written and read in between, so that no object stands in two places
            document = json.loads(json.dumps(_edited(document, random) or document))
        return json.dumps(document, ensure_ascii=random.random() < 0.3).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        return data


def of_token(data: bytes, random: Random) -> bytes:
    """An edit of one part of a compact token (JSON in base64url), or of the parts' order."""
    separator = b"~" if b"~" in data and random.random() < 0.5 else b"."
    parts = data.split(separator)
    place = random.randrange(len(parts))
    match random.randrange(8):
        case 0:
            parts[place] = of_bytes(parts[place], random)
        case 1 if len(parts) > 1:
            parts.insert(random.randrange(len(parts)), parts.pop(place))
        case 2:
            parts.insert(place, random.choice([b"", parts[place], b"e30"]))
        case 3 if len(parts) > 1:
            del parts[place]
        case _:
            place = random.choice([0, 0, place])
            inner = decoded(parts[place])
            parts[place] = encoded(of_header(inner, random) if random.random() < 0.5 else of_json(inner, random))
    return separator.join(parts)


def of_bytes(data: bytes, random: Random) -> bytes:
    """Some bytes changed, left out or put in."""
    content = bytearray(data)
    for _ in range(random.randrange(1, 4)):
        place = random.randrange(len(content) + 1)
        match random.randrange(4):
            case 0:
                content[place : place + 1] = bytes([random.randrange(256)])
            case 1:
                del content[place : place + random.randrange(1, 9)]
            case 2:
                content[place:place] = random.choice(HOSTILE).encode("utf-8", "surrogatepass")
            case _:
                start = random.randrange(len(content) + 1)
                content[place:place] = content[start : start + random.randrange(1, 33)]
    return bytes(content)


def object_in(data: bytes) -> dict[str, Any] | None:
    """The JSON object in these bytes, or None."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) and document else None


def _edited(document: dict[str, Any], random: Random) -> dict[str, Any]:
    match random.randrange(10):
        case 0 | 1:
            return restructured(document, random)
        case 2:
            return refilled(document, random, share=0.1)
        case 3:
            return renumbered(document, random)
        case _:
            made = copy.deepcopy(document)
            random.choice(RE_EXPRESSIONS)(made, random)
            return made


def _some(document: Any, random: Random, kind: type | tuple[type, ...]) -> tuple[Any, ...] | None:
    """A place with a value of this kind, below the top."""
    found = [path for path in places(document)[1:] if isinstance(at(document, path), kind)]
    return random.choice(found) if found else None


def _holder(document: dict[str, Any], random: Random) -> dict[str, Any]:
    """An object in the document, or the document."""
    path = _some(document, random, dict)
    inner = at(document, path) if path is not None and random.random() < 0.7 else None
    return inner or document


def nested(document: dict[str, Any], random: Random) -> None:
    """A member under a keyword that leads back to the same node."""
    holder = _holder(document, random)
    name = random.choice(list(holder))
    holder[random.choice(("@nest", "@graph", "@included", "@reverse", "@set", "@list", "@index"))] = {name: holder.pop(name)}


def spelled_out(document: dict[str, Any], random: Random) -> None:
    """A member by its IRI, a keyword or an alias."""
    holder = _holder(document, random)
    name = random.choice(list(holder))
    holder[random.choice([_IRI.get(name, f"https://schema.org/{name}"), f"@{name}", f"_:{name}", name.upper()])] = holder.pop(
        name
    )


def wrapped(document: dict[str, Any], random: Random) -> None:
    """A value in another form that may mean the same."""
    path = _some(document, random, object)
    if path is None:
        return
    value = at(document, path)
    forms = [
        [value],
        [[value]],
        [value, copy.deepcopy(value)],
        {"@set": [value]},
        {"@list": [value]},
        {"@value": value},
        {"@value": value, "@type": "http://www.w3.org/2001/XMLSchema#string"},
        {"@value": value, "@language": "en"},
        {"@value": value, "@language": "EN"},
        {"@id": value},
        {"id": value},
        str(value),
        value[0] if isinstance(value, list) and value else value,
        value.get("id") if isinstance(value, dict) else value,
    ]
    put(document, path, random.choice(forms))


def reordered(document: dict[str, Any], random: Random) -> None:
    """A list in another order, or an object's members."""
    path = _some(document, random, (list, dict))
    if path is None:
        return
    value = at(document, path)
    if isinstance(value, list):
        random.shuffle(value)
    else:
        names = list(value)
        random.shuffle(names)
        put(document, path, {name: value[name] for name in names})


def split(document: dict[str, Any], random: Random) -> None:
    """A node that is told in two places."""
    path = _some(document, random, dict)
    if path is None or "id" not in (node := at(document, path)):
        return
    other = {"id": node["id"], **{name: node.pop(name) for name in list(node) if name != "id" and random.random() < 0.5}}
    holder = _holder(document, random)
    name = random.choice([*holder, "creator", "source", "related", "evidence", "alignment"])
    present = holder.get(name)
    holder[name] = [*(present if isinstance(present, list) else [present] if present is not None else []), copy.deepcopy(other)]


def moved(document: dict[str, Any], random: Random) -> None:
    """A member taken to another object."""
    giver, taker = _holder(document, random), _holder(document, random)
    name = random.choice(list(giver))
    if giver[name] is not taker:
        value = giver.pop(name)
        taker[name] = copy.deepcopy(value)


def added(document: dict[str, Any], random: Random) -> None:
    """A member that nobody signed."""
    names = (
        "honours",
        "validUntil",
        "credentialStatus",
        "@index",
        "@direction",
        "_",
        "name",
        "image",
        "narrative",
        "id",
        "type",
    )
    values = (None, [], {}, "x", True, 5, "2099-01-01T00:00:00Z", {"id": "urn:x"}, [{"type": ["Evidence"]}])
    _holder(document, random)[random.choice(names)] = copy.deepcopy(random.choice(values))


def recontexted(document: dict[str, Any], random: Random) -> None:
    """Other contexts, outside or inside."""
    if random.random() < 0.3:
        _holder(document, random)["@context"] = random.choice([*_CONTEXTS, document.get("@context")])
        return
    listed = document.get("@context")
    urls = list(listed) if isinstance(listed, list) else [listed]
    change = random.randrange(4)
    if change == 0:
        urls.append(random.choice(_CONTEXTS))
    elif change == 1 and urls:
        urls.pop(random.randrange(len(urls)))
    elif change == 2:
        random.shuffle(urls)
    elif urls:
        urls[random.randrange(len(urls))] = random.choice(_CONTEXTS)
    document["@context"] = urls


def retyped(document: dict[str, Any], random: Random) -> None:
    """A number, truth or date that looks nearly the same."""
    path = _some(document, random, (str, int, float, bool))
    if path is None:
        return
    value = at(document, path)
    texts = [f"{value} ", f" {value}", f"{value}\u200b", unicodedata.normalize("NFD", str(value)), f"{value}".swapcase()]
    dates = [
        str(value).replace("Z", "+00:00"),
        str(value).replace("T", " "),
        f"{value}"[:-1],
        f"{value}".replace("2026", "2099"),
    ]
    put(document, path, random.choice([*texts, *dates, *_NUMBERS, bool(value), not value, None]))


def proof_tricks(document: dict[str, Any], random: Random) -> None:
    """Another suite, purpose, key or chain; proofs more or fewer."""
    proofs = document.get("proof")
    listed = proofs if isinstance(proofs, list) else [proofs]
    proof = random.choice(listed) if listed else None
    if not isinstance(proof, dict):
        document["proof"] = copy.deepcopy(random.choice((None, [], {}, [{}], proofs)))
        return
    options: dict[str, Any] = {
        "cryptosuite": ["eddsa-jcs-2022", "eddsa-rdfc-2022", "ecdsa-rdfc-2019", "ecdsa-sd-2023", "none", None],
        "type": ["Ed25519Signature2020", "DataIntegrityProof", ["DataIntegrityProof"], "DataIntegrityProof "],
        "proofPurpose": ["authentication", ["assertionMethod"], "https://w3id.org/security#assertionMethod"],
        "created": ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z", None],
        "expires": ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"],
        "previousProof": ["urn:1", ["urn:1"], proof.get("id")],
        "id": ["urn:1", proof.get("id"), None],
        "@context": [document.get("@context"), [], ["https://www.w3.org/ns/credentials/v2"]],
        "domain": ["x"],
        "nonce": ["x"],
        "verificationMethod": ["did:web:stranger.example#key-1", "did:web:uni.example#key-2", "#key-1", {"id": "x"}],
    }
    name = random.choice(list(options))
    changed = {**proof, name: random.choice(options[name])}
    document["proof"] = random.choice([changed, [changed], [*listed, changed], [changed, *listed], listed * 2, proof])


RE_EXPRESSIONS: Final[tuple[Edit, ...]] = (
    nested,
    spelled_out,
    wrapped,
    reordered,
    split,
    moved,
    added,
    recontexted,
    retyped,
    proof_tricks,
)
_HEADERS: Final[dict[str, tuple[Any, ...]]] = {
    "alg": ("none", "None", "HS256", "RS256", "ES256", "EdDSA", "Ed25519", "ES384", "", None, ["EdDSA"]),
    "typ": ("JWT", "jwt", "vc+jwt", "vp+jwt", "vc+ld+jwt", "application/vc+jwt", "kb+jwt", "dc+sd-jwt", "", None, 5),
    "cty": ("vc", "vp", "JWT", "json", None),
    "kid": ("#key-1", "did:web:uni.example#key-1", "did:web:stranger.example#key-1", "", None, "../../key", "x" * 3_000),
    "jwk": ({}, None, {"kty": "oct", "k": "AA"}, {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43}),
    "crit": (["b64"], [], ["exp"], "b64"),
    "b64": (False, True),
    "jku": ("https://evil.example/jwks",),
    "x5c": ([], ["AA=="]),
    "x5u": ("https://evil.example/x",),
}


def of_header(inner: bytes, random: Random) -> bytes:
    """Another member of a token's header, or another value."""
    header = object_in(inner)
    if header is None:
        return inner
    name = random.choice(list(_HEADERS))
    header[name] = random.choice(_HEADERS[name])
    return json.dumps(header).encode()


def decoded(part: bytes) -> bytes:
    """What a base64url part holds, or the part."""
    try:
        return base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))
    except ValueError:
        return part


def encoded(inner: bytes) -> bytes:
    """A base64url part."""
    return base64.urlsafe_b64encode(inner).rstrip(b"=")
