"""What was gathered becomes a gradebook of the cohort: the same checks, refusals and trail as for a file."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef

from campus.connectors.lti13.models import Collection, Course, CourseMember, Gathered
from campus.learning import uploads
from campus.learning.cohorts import STAFF
from campus.learning.gradebook import Mapping
from campus.learning.models import Enrolment, GradebookUpload
from campus.people.roles import require

BATCH = 500
Row = TypeVar("Row")
Kind, State = Collection.Kind, GradebookUpload.State


def bring_in(collection: Collection, *, at: datetime) -> dict[str, Any]:
    """Bring a finished collection into its cohort; what it came to, as fields of the collection. Safe to repeat.

    Learners are imported at once: staff ordered just that. Grades wait until a person has looked at them.

    Raises:
        Refusal: whatever a gradebook is refused for, and `NotAllowedError` when who ordered it may no longer.
    """
    require(collection.ordered_by, collection.course.cohort.organisation, *STAFF)
    upload = collection.upload or _upload(collection, at=at)
    if upload is None:
        return {"changed": 0, "strangers": collection.strangers}
    upload = uploads.run_check(upload.pk, at=at)
    changed = sum(int(upload.summary.get(name, 0)) for name in ("new", "changed"))
    if collection.kind == Kind.GRADES:
        return {"changed": changed}
    if upload.state == State.CHECKED:
        if changed:
            uploads.confirm(upload, by=collection.ordered_by, at=at)
        elif not upload.bad_rows:
            uploads.drop(upload, by=collection.ordered_by, at=at)  # nothing to say and nothing to look at
    upload = uploads.run_import(upload.pk, at=at)
    return {"changed": changed}


@transaction.atomic
def _upload(collection: Collection, *, at: datetime) -> GradebookUpload | None:
    """The gradebook, made once: the row that names it is written in the same transaction."""
    locked = Collection.objects.select_for_update().get(pk=collection.pk)
    if locked.upload_id is not None:
        return GradebookUpload.objects.get(pk=locked.upload_id)
    if collection.kind == Kind.LEARNERS:
        _number_members(collection)
        columns: list[str] = []
    else:
        columns = [assessment for assessment, _url in collection.columns]
    content, rows, strangers = _written(collection, columns)
    Collection.objects.filter(pk=collection.pk).update(strangers=strangers)
    collection.strangers = strangers
    if not rows:
        return None
    course = collection.course
    name = f"{course.title or course.platform.name} {at:%Y-%m-%d}.csv".replace("/", "-")
    upload = uploads.receive(course.cohort, content=content, file_name=name, by=collection.ordered_by, at=at)
    mapping = Mapping(
        layout="other", number=0, name=1, email=2, results={name: place for place, name in enumerate(columns, start=3)}
    )
    upload = uploads.choose_mapping(upload, mapping=mapping, by=collection.ordered_by, at=at)
    Collection.objects.filter(pk=collection.pk).update(upload=upload)
    return upload


def _number_members(collection: Collection) -> None:
    """Say which number each person of the list has in the cohort. Who is enrolled under one keeps it."""
    course = collection.course
    here = CourseMember.objects.filter(course=course)
    enrolled = Enrolment.objects.filter(cohort=course.cohort, number=OuterRef("number"))
    listed = Gathered.objects.filter(collection=collection, subject=OuterRef("subject"))
    here.filter(Exists(listed), ~Exists(enrolled)).delete()
    new = Gathered.objects.filter(~Exists(here.filter(subject=OuterRef("subject"))), collection=collection).order_by("pk")
    for part in _batches(new.iterator(chunk_size=BATCH)):
        by_address = _numbers_by_address(course, part) if collection.match_addresses else {}
        members = [
            CourseMember(course=course, subject=row.subject, number=by_address.get(row.email.lower()) or _number(course, row))
            for row in part
        ]
        # A number that is taken stays with the person who had it first; the other one gets none, and the check says so.
        CourseMember.objects.bulk_create(members, batch_size=BATCH, ignore_conflicts=True)


def _number(course: Course, row: Gathered) -> str:
    """The school's number; else one that no school gives, for a platform's own ids may be anybody's number elsewhere."""
    if row.number:
        return row.number[:100]
    own = row.subject if len(row.subject) <= 60 else hashlib.sha256(row.subject.encode()).hexdigest()[:32]
    return f"lti{course.platform_id}-{own}"


def _numbers_by_address(course: Course, part: list[Gathered]) -> dict[str, str]:
    addresses = [row.email.lower() for row in part if row.email]
    return dict(Enrolment.objects.filter(cohort=course.cohort, email__in=addresses).values_list("email", "number"))


def _written(collection: Collection, columns: list[str]) -> tuple[bytes, int, int]:
    """The table, how many rows it has, and how many grades belong to nobody in the list."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["number", "name", "email", *columns])
    rows, strangers = 0, 0
    lines = _learners(collection) if collection.kind == Kind.LEARNERS else _graded(collection, columns)
    for line in lines:
        if line is None:
            strangers += 1
            continue
        table.writerow(line)
        rows += 1
    return out.getvalue().encode("utf-8-sig"), rows, strangers


def _learners(collection: Collection) -> Iterator[list[str] | None]:
    cohort = collection.course.cohort
    gathered = Gathered.objects.filter(collection=collection).order_by("pk")
    for part in _batches(gathered.iterator(chunk_size=BATCH)):
        members = CourseMember.objects.filter(course=collection.course, subject__in=[row.subject for row in part])
        numbers = dict(members.values_list("subject", "number"))
        held = Enrolment.objects.filter(cohort=cohort, number__in=list(numbers.values()))
        addresses = dict(held.values_list("number", "email"))
        for row in part:
            number = numbers.get(row.subject, "")
            yield [number, row.name, row.email or addresses.get(number, "")]


def _graded(collection: Collection, columns: list[str]) -> Iterator[list[str] | None]:
    course = collection.course
    members = CourseMember.objects.filter(course=course).order_by("pk")
    known = Gathered.objects.filter(collection=collection)
    strangers = known.exclude(subject__in=members.values("subject")).values("subject").distinct().count()
    yield from [None] * strangers
    for part in _batches(members.filter(subject__in=known.values("subject")).iterator(chunk_size=BATCH)):
        held = Enrolment.objects.filter(cohort=course.cohort, number__in=[member.number for member in part])
        enrolments = {enrolment.number: enrolment for enrolment in held}
        values: dict[str, dict[str, str]] = {}
        for row in known.filter(subject__in=[member.subject for member in part]):
            values.setdefault(row.subject, {})[row.assessment] = row.value
        for member in part:
            enrolment = enrolments.get(member.number)
            scores = values.get(member.subject, {})
            if enrolment is None:
                yield None
            else:
                yield [enrolment.number, enrolment.name, enrolment.email, *(scores.get(name, "") for name in columns)]


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
