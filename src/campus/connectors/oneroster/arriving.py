"""A package arrives, somebody says which class and columns, and it becomes a gradebook: checked, shown, then confirmed."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import PurePath

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.catalogue.versions import record_of
from campus.connectors.oneroster.classroom import ClassInList, Classroom, LineItem, Score, classes_of, read_class
from campus.connectors.oneroster.faults import PackageError
from campus.connectors.oneroster.models import Package as KeptPackage
from campus.connectors.oneroster.package import Package
from campus.learning import uploads
from campus.learning.cohorts import STAFF, CohortClosedError
from campus.learning.gradebook import Mapping as Columns
from campus.learning.models import Cohort, GradebookUpload
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError
from laurel.annex1.record import Assessment

KEPT = timedelta(days=1)
_PLACES = Decimal("0.0001")


class PackageRefusedError(Refusal):
    """The package cannot be taken; `faults` say where and why."""

    code = "ONEROSTER_REFUSED"
    text = _("This package cannot be taken as it is. Nothing was changed.")

    def __init__(self, error: PackageError) -> None:
        self.faults = error.faults
        super().__init__(field="file")


class ColumnTakenError(Refusal):
    """Two columns for one assessment, or one that is not there."""

    code = "ONEROSTER_COLUMNS"
    text = _("Choose for each assessment one column of the class at most.")


def receive(cohort: Cohort, *, content: bytes, file_name: str, by: Actor, at: datetime) -> KeptPackage:
    """Take a package in. Its files and headers are looked at; nothing is written to the cohort.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        CohortClosedError: the cohort takes no more results.
        PackageRefusedError: it cannot be read.
    """
    require(by, cohort.organisation, *STAFF)
    if cohort.closed_at is not None:
        raise CohortClosedError
    try:
        classes_of(Package(content, limit=settings.UPLOAD_LIMIT))
    except PackageError as error:
        raise PackageRefusedError(error) from error
    name = PurePath(file_name.replace("\\", "/").replace("\0", "")).name[-255:] or "oneroster.zip"
    return KeptPackage.objects.create(cohort=cohort, uploaded_by=person_of(by), uploaded_at=at, file_name=name, content=content)


def package_in(cohort: Cohort, public_id: uuid.UUID) -> KeptPackage:
    """The package with this id that waits for the cohort.

    Raises:
        NotFoundError: there is none, or it became a gradebook.
    """
    found = KeptPackage.objects.filter(cohort=cohort, public_id=public_id).first()
    if found is None:
        raise NotFoundError
    return found


def classes_in(kept: KeptPackage) -> list[ClassInList]:
    """The classes of a kept package, by title."""
    return classes_of(Package(bytes(kept.content), limit=settings.UPLOAD_LIMIT))


def class_in(kept: KeptPackage, class_id: str) -> Classroom:
    """One class of a kept package.

    Raises:
        NotFoundError: the package has no such class.
        PackageRefusedError: something about the class is wrong.
    """
    try:
        found = read_class(Package(bytes(kept.content), limit=settings.UPLOAD_LIMIT), class_id)
    except PackageError as error:
        raise PackageRefusedError(error) from error
    if found is None:
        raise NotFoundError
    return found


def guess_columns(cohort: Cohort, room: Classroom) -> dict[str, str]:
    """Columns of the class that are called as an assessment of the design: id of the column -> assessment."""
    names: dict[str, str] = {}
    for part in record_of(cohort.design_version).assessments:
        for name in (part.id, part.title.text("en"), part.title.text("bg")):
            names.setdefault((name or "").casefold(), part.id)
    found: dict[str, str] = {}
    for item in room.items.values():
        assessment = names.get(item.title.casefold(), "")
        if assessment and assessment not in found.values():
            found[item.id] = assessment
    return found


@transaction.atomic
def bring_in(kept: KeptPackage, class_id: str, columns: Mapping[str, str], *, by: Actor, at: datetime) -> GradebookUpload:
    """Make a gradebook of one class, and begin its check (call `uploads.run_check` where it is small); the package is deleted.

    Args:
        columns: id of a column of the class -> assessment of the design. Scores are put on the assessment's scale.

    Raises:
        NotAllowedError, NotFoundError, CohortClosedError.
        PackageRefusedError: something about the class is wrong.
        ColumnTakenError: two columns for one assessment, or one that is not there.
    """
    cohort = kept.cohort
    require(by, cohort.organisation, *STAFF)
    if not KeptPackage.objects.select_for_update().filter(pk=kept.pk).exists():
        raise NotFoundError
    room = class_in(kept, class_id)
    assessments = {part.id: part for part in record_of(cohort.design_version).assessments}
    wanted = set(columns.values())
    if len(wanted) < len(columns) or not wanted <= set(assessments) or not set(columns) <= set(room.items):
        raise ColumnTakenError
    chosen = [(room.items[item], assessments[name]) for item, name in columns.items()]
    name = f"{room.title or kept.file_name} {at:%Y-%m-%d}.csv".replace("/", "-")
    upload = uploads.receive(cohort, content=_written(room, chosen), file_name=name, by=by, at=at)
    results = {assessment.id: place for place, (_item, assessment) in enumerate(chosen, start=3)}
    mapping = Columns(layout="other", number=0, name=1, email=2, results=results)
    upload = uploads.choose_mapping(upload, mapping=mapping, by=by, at=at)
    kept.delete()
    return upload


def forget(*, at: datetime) -> None:
    """Delete packages that nobody went on with: periodic work."""
    KeptPackage.objects.filter(uploaded_at__lt=at - KEPT).delete()


def _written(room: Classroom, chosen: list[tuple[LineItem, Assessment]]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["number", "name", "email", *(assessment.id for _item, assessment in chosen)])
    for student in room.students.values():
        scores = (room.scores.get((student.id, item.id)) for item, _assessment in chosen)
        table.writerow([student.number, student.name, student.email, *_cells(scores, chosen)])
    return out.getvalue().encode("utf-8-sig")


def _cells(scores: Iterator[Score | None], chosen: list[tuple[LineItem, Assessment]]) -> Iterator[str]:
    for score, (item, assessment) in zip(scores, chosen, strict=True):
        if score is None:
            yield ""
        elif assessment.accepted:
            yield score.text or ("" if score.value is None else f"{score.value.normalize():f}")
        elif score.value is None:
            yield score.text  # words where the design wants a number: the check names the row
        elif item.maximum is None:
            yield f"{score.value.normalize():f}"
        else:
            part = (score.value - item.minimum) / (item.maximum - item.minimum)
            yield f"{(part * assessment.maximum).quantize(_PLACES).normalize():f}"
