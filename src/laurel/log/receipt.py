"""A receipt: what travels beside a credential to show that an event of its life stands in a log.

    receipt ─▶ event + salt ──commitment──▶ entry ──audit path──▶ root ──signature──▶ checkpoint of the log
                                                                             └──▶ anchors of the checkpoint

A receipt holds the salt, so it is as private as the credential that it belongs to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from laurel.anchors import Evidence
from laurel.canon import strict_json
from laurel.canon.strict_json import is_array, is_object
from laurel.errors import LimitError, MalformedError, Phrase
from laurel.keys import base64url
from laurel.log.event import SALT_SIZE, Event
from laurel.log.proof import LogProof

FORMAT: Final = "laurel.log/v1"
MAX_RECEIPT: Final = 512 * 1024  # bytes
MAX_ANCHORS: Final = 8
_MEMBERS: Final = frozenset({"receipt", "event", "salt", "proof", "anchors"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """An event with its salt, the proof that the log holds its commitment, and evidence of anchors of the checkpoint."""

    event: Event
    salt: bytes
    proof: LogProof
    anchors: tuple[Evidence, ...] = ()

    def check(self) -> None:
        """Check that the event stands in the tree that the checkpoint states. Who stands for the checkpoint is not asked.

        Raises:
            LogProofError: it does not.
        """
        self.proof.check(self.event.entry(self.salt))

    def with_anchors(self, evidence: Iterable[Evidence]) -> Receipt:
        """The receipt with further evidence for its checkpoint."""
        return replace(self, anchors=tuple(dict.fromkeys((*self.anchors, *evidence))))

    def to_text(self) -> str:
        """The receipt as a JSON file."""
        value = {
            "receipt": FORMAT,
            "event": self.event.to_json(),
            "salt": base64url.encode(self.salt),
            "proof": self.proof.to_text(),
            "anchors": [evidence.to_json() for evidence in self.anchors],
        }
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_text(cls, text: bytes | str) -> Receipt:
        """Read a receipt.

        Raises:
            MalformedError: anything but a receipt of this version.
            LimitError: larger than `MAX_RECEIPT`, or with more than `MAX_ANCHORS` anchors.
        """
        value = strict_json.loads_object(text, limits=strict_json.Limits(size=MAX_RECEIPT, depth=4, values=200))
        if value.get("receipt") != FORMAT or value.keys() != _MEMBERS:
            raise MalformedError(why=Phrase("not a receipt of a log", "не е разписка от регистър"))
        event, salt, proof = value["event"], value["salt"], value["proof"]
        if not is_object(event) or not isinstance(salt, str) or not isinstance(proof, str):
            raise MalformedError(why=Phrase("not a receipt of a log", "не е разписка от регистър"))
        octets = base64url.decode(salt)
        if len(octets) != SALT_SIZE:
            raise MalformedError(at="/salt", why=Phrase("not a salt", "не е сол"))
        return cls(
            event=Event.from_json(event, at="/event"),
            salt=octets,
            proof=LogProof.from_text(proof),
            anchors=_anchors(value["anchors"]),
        )


def _anchors(value: Any) -> tuple[Evidence, ...]:
    if not is_array(value) or not all(is_object(each) for each in value):
        raise MalformedError(at="/anchors", why=Phrase("not a list of evidence", "не е списък от свидетелства"))
    if len(value) > MAX_ANCHORS:
        raise LimitError(at="/anchors", what=Phrase("the number of anchors", "броят на свидетелствата"), limit=MAX_ANCHORS)
    return tuple(Evidence.from_json(each, at=f"/anchors/{place}") for place, each in enumerate(value))
