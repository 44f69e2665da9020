"""Signing notes, for whoever keeps a log, and for whoever watches one and says when.

Source: https://c2sp.org/signed-note; https://c2sp.org/tlog-cosignature.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from laurel.keys import PublicKey
from laurel.log.note import Note, Signature, SignatureType, VerifierKey, cosigned_message


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSigner:
    """A key that signs notes. `sign` may reach into another process; it gives an Ed25519 signature of 64 bytes.

    One key pair signs as one type only: a log's own key is not the key that says when.
    """

    name: str
    type: SignatureType
    public: PublicKey
    sign: Callable[[bytes], bytes]

    @property
    def verifier_key(self) -> VerifierKey:
        """What a verifier must be given."""
        return VerifierKey(name=self.name, type=self.type, public=self.public)


def signed(note: Note, signer: NoteSigner, *, at: datetime) -> Note:
    """The note with one more signature; `at` is said by a cosignature (to the second), a log's own has no time."""
    if signer.type is SignatureType.LOG:
        content = signer.sign(note.text.encode())
    else:
        seconds = int(at.timestamp())
        content = seconds.to_bytes(8, "big") + signer.sign(cosigned_message(note.text, seconds=seconds))
    signature = Signature(name=signer.name, key_id=signer.verifier_key.id, content=content)
    return replace(note, signatures=(*note.signatures, signature))
