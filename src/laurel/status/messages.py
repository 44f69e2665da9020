"""What the values of a status entry of several bits mean: `statusSize` and `statusMessage`, committed to when issuing.

Source: https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from laurel.canon.strict_json import is_array, is_object
from laurel.errors import Phrase, StatusListError, UnsupportedError
from laurel.status.bits import MAX_SIZE

MESSAGE: Final = "message"
"""The purpose of a list whose entries hold messages."""
MAX_MESSAGE: Final = 1_000  # characters
_STATUS: Final = re.compile(r"0x[0-9A-Fa-f]{1,2}")


def write_messages(messages: Sequence[str]) -> dict[str, Any]:
    """`statusSize` and `statusMessage` for these messages, in the order of the values that they stand for.

    Raises:
        StatusListError: not 2, 4, 8 … 256 messages, or one that is empty or too long.
    """
    size = len(messages).bit_length() - 1
    if len(messages) != 1 << max(1, size) or size > MAX_SIZE or not all(0 < len(each) <= MAX_MESSAGE for each in messages):
        raise StatusListError(why=Phrase("it needs 2, 4, 8 … 256 messages", "нужни са 2, 4, 8 … 256 съобщения"))
    return {
        "statusSize": size,
        "statusMessage": [{"status": hex(value), "message": message} for value, message in enumerate(messages)],
    }


def read_messages(entry: Mapping[str, Any]) -> tuple[int, tuple[str, ...]]:
    """How many bits a status entry has, and what each value means (nothing for one bit without messages).

    Raises:
        StatusListError: a size that is no whole number from 1, or messages that are not one for each value.
        UnsupportedError: more than eight bits.
    """
    size = _size(entry.get("statusSize", 1))
    if "statusMessage" not in entry:
        if size > 1:
            raise StatusListError(why=Phrase("a status of several bits without messages", "състояние без съобщения"))
        return size, ()
    given = entry["statusMessage"]
    found = dict(map(_message, given if is_array(given) else [given]))
    # both lengths: a value that is named twice would be named once in `found`
    if not is_array(given) or len(given) != 1 << size or found.keys() != set(range(1 << size)):
        raise StatusListError(why=Phrase("not one message for each value", "няма по едно съобщение за всяка стойност"))
    return size, tuple(found[value] for value in range(1 << size))


def _size(value: Any) -> int:
    # "1" is what some write, as they write the index; a boolean is a number to Python alone
    if value == "1":
        return 1
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise StatusListError(why=Phrase("statusSize is malformed", "statusSize е неправилно"))
    if value > MAX_SIZE:
        raise UnsupportedError(what=Phrase(f"entries of more than {MAX_SIZE} bits", f"записи от повече от {MAX_SIZE} бита"))
    return value


def _message(entry: Any) -> tuple[int, str]:
    status, message = (entry.get("status"), entry.get("message")) if is_object(entry) else (None, None)
    if isinstance(status, str) and isinstance(message, str) and _STATUS.fullmatch(status) and message:
        return int(status, 16), message[:MAX_MESSAGE]
    raise StatusListError(why=Phrase("a status message is malformed", "съобщение за състояние е неправилно"))
