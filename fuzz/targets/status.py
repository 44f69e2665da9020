"""Status lists (`status`): packed bits of strangers, entries and indexes."""

from random import Random

from fuzz import edits
from fuzz.rule import insist, refused
from laurel.canon.strict_json import is_object, loads, loads_object
from laurel.status import list as status_list
from laurel.status.bits import StatusBits

DICTIONARY = "json"
LONGEST = 8_192


def run(data: bytes) -> None:
    """Read it as packed bits, as an entry, and as a list."""
    text = data.decode("utf-8", "replace")
    bits, _ = refused(lambda: StatusBits.decode(text))
    if bits is not None:
        insist(StatusBits.decode(bits.encode()) == bits, "not the same after packing")
    index, no = refused(lambda: status_list.parse_index(text))
    insist(no or str(index) == text, "an index with two texts")
    value, _ = refused(lambda: loads(data))
    refused(lambda: status_list.parse_index(value))
    document, _ = refused(lambda: loads_object(data))
    if document is None:
        return
    subject = document.get("credentialStatus", document)
    entry, _ = refused(lambda: status_list.parse_entry(subject if is_object(subject) else {}))
    for each in (entry, status_list.StatusEntry(list_url="https://uni.example/l", index=5, purpose="revocation")):
        if each is not None:
            refused(lambda each=each: status_list.read(document, each))


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the list or the entry."""
    return edits.of_json(data, random)
