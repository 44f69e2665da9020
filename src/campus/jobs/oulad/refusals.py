"""Why a folder is not taken for the dataset: each names the file, and the row where there is one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal


class DatasetError(Refusal):
    """The folder does not hold the dataset; the message names the file."""

    code = "NOT_THE_DATASET"
    text = _("{path} has an unexpected layout.")


class FileMissingError(DatasetError):
    """One of the four files is not there."""

    code = "FILE_MISSING"
    text = _("{path} is missing.")


class ColumnMissingError(DatasetError):
    """A file lacks columns."""

    code = "COLUMN_MISSING"
    text = _("{path} has no column {columns}.")


class NotTextError(DatasetError):
    """A file is no table in UTF-8."""

    code = "NOT_TEXT"
    text = _("{path} cannot be read as a table in UTF-8.")


class RaggedRowError(DatasetError):
    """A row has more or fewer cells than the header."""

    code = "RAGGED_ROW"
    text = _("{path}, row {row}: this row has more or fewer cells than the header.")


class BadCellError(DatasetError):
    """A cell holds what cannot stand in its column."""

    code = "BAD_CELL"
    text = _("{path}, row {row}: “{value}” cannot stand in the column {column}.")


class TwiceError(DatasetError):
    """The same row a second time."""

    code = "TWICE"
    text = _("{path}, row {row}: the same {what} stands in an earlier row.")


class NobodyEnrolledError(DatasetError):
    """A presentation has no learners."""

    code = "NOBODY_ENROLLED"
    text = _("{path} has no learners of {presentation}.")


class UnknownEnrolmentError(DatasetError):
    """A result of somebody who is not enrolled."""

    code = "UNKNOWN_LEARNER"
    text = _("{path}, row {row}: student {student} is not enrolled in {presentation}.")
