"""Laurel: issue, verify and understand micro-credentials.

A pure library: no network, no clock, no settings. Time, keys, randomness and fetchers are arguments.
"""

__version__ = "0.1.0"
