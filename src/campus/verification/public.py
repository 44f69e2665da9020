"""Marks the views whose answers are public documents: what verifiers fetch, from outside and from inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def public_document(view: View) -> View:
    """Say that a view answers an anonymous GET with a public document and changes nothing that people see."""
    view.public_document = True  # type: ignore[attr-defined]
    return view
