"""Bitstring Status List 1.0: whether a credential was revoked or suspended, among at least 131,072 others."""
