"""Envelopes: a JSON object around a token, so that it can stand where a credential or presentation in JSON is expected.

Source: https://www.w3.org/TR/vc-data-model-2.0/#enveloped-verifiable-credentials, #enveloped-verifiable-presentations
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from laurel.canon.contexts import CREDENTIALS_V2
from laurel.canon.strict_json import is_array
from laurel.errors import MalformedError, Phrase, UnsupportedError

CREDENTIAL: Final = "EnvelopedVerifiableCredential"
PRESENTATION: Final = "EnvelopedVerifiablePresentation"
_MEMBERS: Final = frozenset({"@context", "id", "type"})
_MEDIA_TYPES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        # the second is what some wallets write; the token inside says for itself what it is
        CREDENTIAL: frozenset({"application/vc+jwt", "application/jwt"}),
        PRESENTATION: frozenset({"application/vp+jwt", "application/jwt"}),
    }
)


def wrap_credential(token: str) -> dict[str, Any]:
    """The envelope of a credential that is a token of type `vc+jwt`."""
    return {"@context": CREDENTIALS_V2, "id": f"data:application/vc+jwt,{token}", "type": CREDENTIAL}


def wrap_presentation(token: str) -> dict[str, Any]:
    """The envelope of a presentation that is a token of type `vp+jwt`."""
    return {"@context": CREDENTIALS_V2, "id": f"data:application/vp+jwt,{token}", "type": PRESENTATION}


def kind_of(document: Mapping[str, Any]) -> str | None:
    """`CREDENTIAL`, `PRESENTATION`, or None when the document is no envelope."""
    value = document.get("type")
    types: list[Any] = value if is_array(value) else [value]
    return next((kind for kind in (CREDENTIAL, PRESENTATION) if kind in types), None)


def open_envelope(document: Mapping[str, Any]) -> str:
    """The token in an envelope.

    Raises:
        MalformedError: more members or types than an envelope has (nobody signed them), or no `data:` URL.
        UnsupportedError: a media type that we do not read.
    """
    kind = kind_of(document)
    if kind is None or document["type"] not in (kind, [kind]) or not document.keys() <= _MEMBERS:
        why = Phrase("an envelope has only @context, id and type", "пликът има само @context, id и type")
        raise MalformedError(why=why)
    if document.get("@context") not in (CREDENTIALS_V2, [CREDENTIALS_V2]):
        raise MalformedError(at="/@context", why=Phrase("not the data model's own", "не е на самия модел на данните"))
    media_type, comma, token = _data_of(document.get("id")).partition(",")
    if not comma or not token:
        raise MalformedError(at="/id", why=Phrase("a data: URL without data", "адрес data: без съдържание"))
    if media_type.lower() not in _MEDIA_TYPES[kind]:
        raise UnsupportedError(what=Phrase(f"envelopes of {media_type:.60}", f"пликове с {media_type:.60}"))
    return token


def _data_of(name: Any) -> str:
    if not isinstance(name, str) or not name.startswith("data:"):
        raise MalformedError(at="/id", why=Phrase("not a data: URL", "не е адрес data:"))
    return name.removeprefix("data:")
