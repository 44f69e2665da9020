"""Does a reader of JSON read the same as a reader of linked data, and does nothing get lost between them?

A signature over RDF covers what a document says, not how: with definitions of its own, a document can call `validUntil` by
another name, and who reads the JSON sees no end. So each member that counts must be there in both readings, and say the same.

Source: https://www.w3.org/TR/vc-data-integrity/#securing-data-losslessly (2.4.3); https://www.w3.org/TR/vc-data-model-2.0/#json-ld
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from laurel.canon import jsonld
from laurel.canon.contexts import OpenContexts
from laurel.canon.open_form import defined_names
from laurel.canon.strict_json import is_object
from laurel.errors import Problem
from laurel.formats.data_model.problem import problem
from laurel.formats.data_model.values import listed

_CREDENTIALS: Final = "https://www.w3.org/2018/credentials#"
_STATUS: Final = "https://www.w3.org/ns/credentials/status#"
_DATES: Final = ("validFrom", "validUntil", "issuanceDate", "expirationDate")
_OBJECTS: Final = (
    "issuer",
    "holder",
    "credentialSubject",
    "credentialStatus",
    "credentialSchema",
    "termsOfUse",
    "evidence",
    "refreshService",
    "relatedResource",
    "verifiableCredential",
)
_ENTRY_TYPE: Final = "BitstringStatusListEntry"  # the kind of entry that we read; of others nothing is taken from the JSON
_ENTRY: Final = ("statusPurpose", "statusListIndex", "statusListCredential")
_PROOF: Final = "https://w3id.org/security#proof"


def check_meaning(document: Mapping[str, Any], *, contexts: OpenContexts) -> list[Problem]:
    """Everything that a document says differently to two readers; an empty list when nothing is.

    Raises:
        JsonLdError: something would be dropped, rewritten or resolved against a made-up base.
        ContextError, LimitError: as `jsonld.to_dataset`.
    """
    bare = {name: member for name, member in document.items() if name != "proof"}
    root, _ = jsonld.read(bare, contexts=contexts)
    return list(_differences(bare, root, contexts))


def _differences(document: Mapping[str, Any], root: Mapping[str, Any], contexts: OpenContexts) -> Iterator[Problem]:
    same = {
        "id": root.get("@id") == document.get("id"),
        "type": len(root.get("@type", [])) == len(listed(document.get("type"))),
        "proof": _PROOF not in root,
        **{name: _texts(root.get(_CREDENTIALS + name, [])) == _listed(document, name) for name in _DATES},
        **{name: _same_objects(_listed(document, name), root.get(_CREDENTIALS + name, [])) for name in _OBJECTS},
    }
    yield from (problem("OTHER_MEANING", f"/{name}", name=name) for name, is_same in same.items() if not is_same)
    defined = defined_names(document, contexts)
    others = (name for name in document if name not in defined and name != "@context" and ":" not in name)
    yield from (problem("ONLY_CATCH_ALL", f"/{name}", name=name) for name in others)


def _listed(document: Mapping[str, Any], name: str) -> list[Any]:
    return listed(document[name]) if name in document else []


def _texts(values: list[Any]) -> list[Any]:
    return [each.get("@value") if is_object(each) else each for each in values]


def _same_objects(written: list[Any], meant: list[Any]) -> bool:
    return len(written) == len(meant) and all(map(_same_object, written, meant))


def _same_object(written: Any, meant: Any) -> bool:
    """One node in both readings: its identifier, how many types, and of an entry into a status list all that counts."""
    if not is_object(meant):
        return False
    node = meant["@graph"][0] if meant.get("@graph") else meant
    if not is_object(written):
        return bool(node.get("@id") == written)
    if node.get("@id") != written.get("id") or len(node.get("@type", [])) != len(_listed(written, "type")):
        return False
    if _ENTRY_TYPE not in _listed(written, "type"):
        return True
    return all(_values(node.get(_STATUS + name, [])) == _listed(written, name) for name in _ENTRY)


def _values(values: list[Any]) -> list[Any]:
    return [each.get("@value", each.get("@id")) if is_object(each) else each for each in values]
