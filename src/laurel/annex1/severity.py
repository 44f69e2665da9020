"""How much a finding weighs, and the row in which its sentence stands."""

from __future__ import annotations

from typing import Literal, TypeAlias

Severity = Literal["fail", "warn"]
Sentence: TypeAlias = tuple[str, Severity, str, str]
"""The element it belongs to, its severity, and what is said in English and in Bulgarian."""
