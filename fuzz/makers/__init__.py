"""What makes the seeds: one function a target, named like it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Seeds = Iterator[tuple[str, bytes | str | dict[str, Any]]]
