"""An entry into a Bitstring Status List; entries of other kinds are left alone.

Source: https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry (2.1)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from laurel.canon.strict_json import is_array, is_object
from laurel.errors import Problem
from laurel.formats.data_model.problem import problem
from laurel.formats.data_model.values import check_url, listed
from laurel.status.list import ENTRY_TYPE

_REQUIRED: Final = ("statusPurpose", "statusListIndex", "statusListCredential")
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,30}", re.ASCII)
_MAX_SIZE: Final = 8  # bits a status; 256 messages


def check_entry(entry: Mapping[str, Any], at: str) -> Iterator[Problem]:
    """Everything that is wrong with one entry of `credentialStatus`."""
    if ENTRY_TYPE not in listed(entry.get("type")):
        return
    yield from (problem("MISSING", at, name=name) for name in _REQUIRED if name not in entry)
    if "statusPurpose" in entry and not _is_word(entry["statusPurpose"]):
        yield problem("NOT_A_TEXT", f"{at}/statusPurpose")
    index = entry.get("statusListIndex", "0")
    if not isinstance(index, str) or not _INDEX.fullmatch(index):
        yield problem("NOT_A_NUMBER_FROM_0", f"{at}/statusListIndex", value=index)
    yield from _addresses(entry, at)
    if not _sizes_agree(entry):
        yield problem("WRONG_SIZE", at)


def _addresses(entry: Mapping[str, Any], at: str) -> Iterator[Problem]:
    for each in listed(entry.get("statusReference", [])):
        yield from check_url(each, f"{at}/statusReference")
    if "statusListCredential" in entry:
        yield from check_url(entry["statusListCredential"], f"{at}/statusListCredential")
        if entry.get("id") == entry["statusListCredential"]:
            yield problem("LIST_AS_ENTRY", f"{at}/id")


def _sizes_agree(entry: Mapping[str, Any]) -> bool:
    """`statusSize` bits have 2 to the power of that many values, each with its message where there is more than one bit."""
    size, messages = entry.get("statusSize", 1), entry.get("statusMessage")
    if isinstance(size, bool) or not isinstance(size, int) or not 0 < size <= _MAX_SIZE:
        return False
    if messages is None:
        return size == 1
    if not is_array(messages) or len(messages) != 2**size:
        return False
    return all(is_object(each) and _is_word(each.get("status")) and _is_word(each.get("message")) for each in messages)


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and value != ""
