"""Micro-credentials as they are designed, published and found: designs, versions, editions, offers."""
