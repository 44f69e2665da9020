"""Status lists as credentials, and the entries that point into them.

Source: https://www.w3.org/TR/vc-bitstring-status-list/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from laurel.canon.strict_json import is_array, is_object
from laurel.errors import Phrase, StatusIndexError, StatusListError, StatusPurposeError, UnsupportedError
from laurel.status.bits import StatusBits
from laurel.timestamp import write_timestamp

ENTRY_TYPE: Final = "BitstringStatusListEntry"
LIST_TYPE: Final = "BitstringStatusList"
CREDENTIAL_TYPE: Final = "BitstringStatusListCredential"
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEntry:
    """Where the status of a credential stands: which bit of which list, for which purpose."""

    list_url: str
    index: int
    purpose: str


def credential(
    list_id: str, *, issuer: str, bits: StatusBits, purpose: str, valid_from: datetime, valid_until: datetime | None = None
) -> dict[str, Any]:
    """The status list credential, unsigned.

    Args:
        list_id: the URL it is served at.
        issuer: the issuer's DID: the same as of the credentials that point here.
        bits: the list.
        purpose: "revocation" or "suspension".
        valid_from: from when it counts.
        valid_until: from when nobody should rely on it any more.
    """
    document: dict[str, Any] = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": list_id,
        "type": ["VerifiableCredential", CREDENTIAL_TYPE],
        "issuer": issuer,
        "validFrom": write_timestamp(valid_from),
    }
    if valid_until is not None:
        document["validUntil"] = write_timestamp(valid_until)
    document["credentialSubject"] = {
        "id": f"{list_id}#list",
        "type": LIST_TYPE,
        "statusPurpose": purpose,
        "encodedList": bits.encode(),
    }
    return document


def entry(list_url: str, index: int, *, purpose: str = "revocation") -> dict[str, str]:
    """What goes into `credentialStatus` of a credential: bit `index` of the list at `list_url`."""
    return {
        "id": f"{list_url}#{index}",
        "type": ENTRY_TYPE,
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }


def parse_entry(value: Mapping[str, Any]) -> StatusEntry:
    """Read one member of `credentialStatus`.

    Raises:
        UnsupportedError: another type of status, or more than one bit a status.
        StatusListError: malformed.
        StatusIndexError: an index that is no whole number from 0.
    """
    kind = value.get("type")
    if kind not in (ENTRY_TYPE, [ENTRY_TYPE]):
        raise UnsupportedError(what=Phrase(f"status of type {str(kind)[:60]}", f"състояние от тип {str(kind)[:60]}"))
    url, purpose = value.get("statusListCredential"), value.get("statusPurpose")
    if not isinstance(url, str) or not isinstance(purpose, str) or not purpose:
        raise StatusListError(why=Phrase("the entry lacks its list or purpose", "на записа липсва списък или цел"))
    if value.get("statusSize", 1) not in (1, "1"):
        raise UnsupportedError(what=Phrase("status entries of several bits", "състояния от няколко бита"))
    return StatusEntry(list_url=url, index=parse_index(value.get("statusListIndex")), purpose=purpose)


def parse_index(value: Any) -> int:
    """Read `statusListIndex`: a string of ASCII digits without leading zeros, or (as some write it) a whole JSON number.

    Raises:
        StatusIndexError: anything else. Python's own `int` would take "٥", " 5", "1_0" and "-1".
    """
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9:
        return value
    if isinstance(value, str) and _INDEX.fullmatch(value):
        return int(value)
    raise StatusIndexError(index=repr(value)[:40], entries="?")


def read(verified_list: Mapping[str, Any], entry: StatusEntry) -> bool:
    """Whether the bit that `entry` points at is set in a status list credential.

    The caller has verified the list: its proof, that its issuer is the credential's own, that it is in date, and that its `id`
    is the address it came from.

    Raises:
        StatusListError: not a status list, or too short or long.
        StatusPurposeError: published for another purpose.
        StatusIndexError: the entry lies outside.
        MalformedError: `encodedList` does not unpack.
        UnsupportedError: a list of another kind.

    Source: https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm, steps 6-11
    """
    types = verified_list.get("type")
    if CREDENTIAL_TYPE not in (types if is_array(types) else [types]):
        raise StatusListError(why=Phrase("it is not a status list credential", "не е удостоверение със списък на състояния"))
    members = verified_list.get("credentialSubject")
    if not is_object(members):
        raise StatusListError(why=Phrase("it has no single subject", "няма точно един субект"))
    if members.get("type") not in (LIST_TYPE, [LIST_TYPE]):
        raise UnsupportedError(what=Phrase("this kind of status list", "този вид списък на състояния"))
    purposes = members.get("statusPurpose")
    if entry.purpose not in (purposes if is_array(purposes) else [purposes]):
        raise StatusPurposeError(found=str(purposes)[:60], wanted=entry.purpose[:60])
    encoded = members.get("encodedList")
    if not isinstance(encoded, str):
        raise StatusListError(why=Phrase("it has no encodedList", "няма encodedList"))
    return StatusBits.decode(encoded).get(entry.index)
