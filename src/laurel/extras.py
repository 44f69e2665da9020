"""Parts that are installed only when asked for. Each heavy package is imported in one place, behind its extra.

    with needed("pdf"):
        from pypdf import PdfReader

Without the extra that raises `MissingExtraError`, which names the command that installs it.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Final, Literal

from laurel.errors import MissingExtraError

Extra = Literal["pictures", "pdf", "elm", "anchors", "blockcerts", "stacking"]

DISTRIBUTION: Final = "laurel-credentials"


class needed:  # noqa: N801 - reads as a word of the with statement
    """A block of imports that an extra provides.

    Raises:
        MissingExtraError: one of them is not installed.
    """

    def __init__(self, extra: Extra) -> None:
        """Name the extra."""
        self._extra: Extra = extra

    def __enter__(self) -> None:
        """Remember what packages have no business to change."""
        self._recursion_limit = sys.getrecursionlimit()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Turn a missing package into a sentence; every other error stays as it is."""
        # some raise it for the whole process, far beyond what the stack holds, and hostile input could then crash Python
        sys.setrecursionlimit(self._recursion_limit)
        if isinstance(error, ModuleNotFoundError) and not isinstance(error, MissingExtraError):
            raise MissingExtraError(extra=self._extra, command=command_for(self._extra)) from error


def command_for(extra: Extra) -> str:
    """The command that installs an extra."""
    return f'pip install "{DISTRIBUTION}[{extra}]"'
