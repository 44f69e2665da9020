"""Bitstring Status List 1.0: whether a credential was revoked or suspended, or what else its issuer says of it since.

Its entry is one among at least 131,072, so that whoever looks a list up tells nobody which credential it is about.
"""
