"""Selective disclosure with ECDSA: the issuer signs a base proof, the holder derives from it what is shown."""

from laurel.proofs.ecdsa_sd_2023.suite import (
    NAME,
    NEVER_WITHHELD,
    derive,
    must_show,
    read_options,
    sign_base,
    verify_derived,
)

__all__ = ["NAME", "NEVER_WITHHELD", "derive", "must_show", "read_options", "sign_base", "verify_derived"]
