"""Status lists as credentials, and the entries that point into them.

Source: https://www.w3.org/TR/vc-bitstring-status-list/
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from laurel.canon.strict_json import is_array, is_object
from laurel.errors import Phrase, StatusIndexError, StatusListError, StatusPurposeError, UnsupportedError
from laurel.status.bits import StatusBits
from laurel.status.messages import MESSAGE, read_messages, write_messages
from laurel.timestamp import write_timestamp

ENTRY_TYPE: Final = "BitstringStatusListEntry"
LIST_TYPE: Final = "BitstringStatusList"
CREDENTIAL_TYPE: Final = "BitstringStatusListCredential"
_OTHER_SIZE: Final = Phrase("its entries are of another size", "записите му са с друга големина")
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEntry:
    """Where the status of a credential stands: which entry of which list, for which purpose.

    `size` is how many bits an entry has; `messages` what each value means, where the credential says so. They are words for
    those who write software, not for readers.
    """

    list_url: str
    index: int
    purpose: str
    size: int = 1
    messages: tuple[str, ...] = ()


def credential(
    list_id: str,
    *,
    issuer: str,
    bits: StatusBits,
    purpose: str | Sequence[str],
    valid_from: datetime,
    valid_until: datetime | None = None,
    ttl: timedelta | None = None,
    messages: Sequence[str] = (),
) -> dict[str, Any]:
    """The status list credential, unsigned.

    Args:
        list_id: the URL it is served at.
        issuer: the issuer's DID: the same as of the credentials that point here.
        bits: the list.
        purpose: "revocation", "suspension", "refresh" or "message"; or several of one size that share the list.
        valid_from: from when it counts.
        valid_until: from when nobody should rely on it any more.
        ttl: after which time a reader should fetch it anew; in whole milliseconds.
        messages: what the values mean, once more than in the entries. The data model's context has no terms for them in a
            list, so such a list can only be signed as a token or by a suite over JSON (JCS).

    Raises:
        StatusListError: not one message for each value.
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
    subject: dict[str, Any] = {
        "id": f"{list_id}#list",
        "type": LIST_TYPE,
        "statusPurpose": purpose if isinstance(purpose, str) else list(purpose),
        "encodedList": bits.encode(),
    }
    if ttl is not None:
        subject["ttl"] = ttl // timedelta(milliseconds=1)
    if messages:
        said = write_messages(messages)
        if said["statusSize"] != bits.size:
            raise StatusListError(why=_OTHER_SIZE)
        subject |= {"statusSize": said["statusSize"], "statusMessages": said["statusMessage"]}
    return document | {"credentialSubject": subject}


def entry(
    list_url: str,
    index: int,
    *,
    purpose: str = "revocation",
    messages: Sequence[str] = (),
    reference: str | Sequence[str] = (),
) -> dict[str, Any]:
    """What goes into `credentialStatus` of a credential: entry `index` of the list at `list_url`.

    Args:
        list_url: where the list is served.
        index: the place in it.
        purpose: what the list is for; "message" needs messages.
        messages: what each value of the entry means, 2 for one bit, 4 for two …; "undefined" for what may mean something later.
        reference: one address or several where the messages are explained.

    Raises:
        StatusListError: not 2, 4, 8 … 256 messages, or none where the purpose needs them.
    """
    if purpose == MESSAGE and not messages:
        raise StatusListError(why=Phrase("it needs messages", "нужни са съобщения"))
    return {
        "id": f"{list_url}#{index}",
        "type": ENTRY_TYPE,
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
        **(write_messages(messages) if messages else {}),
        **({"statusReference": reference if isinstance(reference, str) else list(reference)} if reference else {}),
    }


def parse_entry(value: Mapping[str, Any]) -> StatusEntry:
    """Read one member of `credentialStatus`.

    Raises:
        UnsupportedError: another type of status, or more than eight bits a status.
        StatusListError: malformed, or not one message for each value.
        StatusIndexError: an index that is no whole number from 0.
    """
    kind = value.get("type")
    if kind not in (ENTRY_TYPE, [ENTRY_TYPE]):
        raise UnsupportedError(what=Phrase(f"status of type {str(kind)[:60]}", f"състояние от тип {str(kind)[:60]}"))
    url, purpose = value.get("statusListCredential"), value.get("statusPurpose")
    if not isinstance(url, str) or not isinstance(purpose, str) or not purpose:
        raise StatusListError(why=Phrase("the entry lacks its list or purpose", "на записа липсва списък или цел"))
    size, messages = read_messages(value)
    index = parse_index(value.get("statusListIndex"))
    return StatusEntry(list_url=url, index=index, purpose=purpose, size=size, messages=messages)


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


def read(verified_list: Mapping[str, Any], entry: StatusEntry) -> int:
    """What the entry holds in a status list credential: 0 when nothing was said, 1 when its one bit is set, else its value.

    The caller has verified the list: its proof, that its issuer is the credential's own, that it is in date, and that its `id`
    is the address it came from.

    Raises:
        StatusListError: not a status list, too short or long, or of entries of another size.
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
    if members.get("statusSize", entry.size) != entry.size:
        raise StatusListError(why=_OTHER_SIZE)
    encoded = members.get("encodedList")
    if not isinstance(encoded, str):
        raise StatusListError(why=Phrase("it has no encodedList", "няма encodedList"))
    return StatusBits.decode(encoded, size=entry.size).value(entry.index)
