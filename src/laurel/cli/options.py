"""Options that several commands share, so that they read alike everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

At = Annotated[str | None, typer.Option("--at", metavar="MOMENT", help="Act as if it were this moment (2026-11-23T12:00:00Z).")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Key = Annotated[Path, typer.Option("--key", metavar="FILE", help="The key file made by “laurel keys new”.")]
