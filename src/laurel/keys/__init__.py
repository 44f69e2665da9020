"""Keys and signatures: Ed25519, P-256 and P-384 to sign, RSA to check, in the encodings the credential world uses."""

from laurel.keys.private_key import PrivateKey
from laurel.keys.public_key import PublicKey
from laurel.keys.signer import LocalSigner, Signer

__all__ = ["LocalSigner", "PrivateKey", "PublicKey", "Signer"]
