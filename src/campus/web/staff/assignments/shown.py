"""What was handed in, beside the rubric: texts and pictures are shown, everything else is for downloading."""

from __future__ import annotations

from typing import Any

from campus.marking.file_kinds import KINDS
from campus.marking.models import Submission
from campus.marking.previews import text_of


def files_shown(submission: Submission) -> list[dict[str, Any]]:
    """The files of a submission by number and kind, never by name; texts come with their content."""
    shown = []
    for place, file in enumerate(submission.files.defer("content").order_by("pk"), start=1):
        kind = KINDS[file.kind]
        shown.append(
            {
                "number": place,
                "file": file,
                "kind": kind.label,
                "picture": kind.shown == "picture",
                "text": text_of(file) if kind.shown == "text" else "",
            }
        )
    return shown
