"""A cohort as a OneRoster 1.2 package: one class, its learners, a column for each assessment, and their results.

All files that the others refer to are in it, so that it can be imported alone. Ids are made from ours and stay the same, so a
later package replaces an earlier one.
"""

from __future__ import annotations

import csv
import io
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from campus.catalogue.versions import record_of
from campus.learning.cohorts import READERS
from campus.learning.gradebook.export import neutralised
from campus.learning.models import Cohort, Enrolment, Result
from campus.people.roles import Actor, require
from laurel.annex1.record import Assessment, MicroCredential

FILES: Final[Mapping[str, tuple[str, ...]]] = {
    "academicSessions": ("title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"),
    "categories": ("title", "weight"),
    "classes": (
        "title", "grades", "courseSourcedId", "classCode", "classType", "location", "schoolSourcedId", "termSourcedIds",
        "subjects", "subjectCodes", "periods",
    ),
    "courses": ("schoolYearSourcedId", "title", "courseCode", "grades", "orgSourcedId", "subjects", "subjectCodes"),
    "enrollments": ("classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary", "beginDate", "endDate"),
    "lineItems": (
        "title", "description", "assignDate", "dueDate", "classSourcedId", "categorySourcedId", "academicSessionSourcedId",
        "resultValueMin", "resultValueMax", "schoolSourcedId",
    ),
    "orgs": ("name", "type", "identifier", "parentSourcedId"),
    "results": (
        "lineItemSourcedId", "studentSourcedId", "scoreStatus", "score", "scoreDate", "comment", "textScore", "classSourcedId",
        "inProgress", "incomplete", "late", "missing",
    ),
    "roles": ("userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId", "userProfileSourcedId"),
    "users": (
        "enabledUser", "username", "userIds", "givenName", "familyName", "middleName", "identifier", "email", "sms", "phone",
        "agentSourcedIds", "grades", "password", "userMasterIdentifier", "preferredGivenName", "preferredMiddleName",
        "preferredFamilyName", "primaryOrgSourcedId", "pronouns",
    ),
}  # fmt: skip
"""The columns of each file after `sourcedId`, `status` and `dateLastModified`, in the order of the specification."""
ABSENT: Final = (
    "classResources", "courseResources", "demographics", "lineItemLearningObjectiveIds", "lineItemScoreScales", "resources",
    "resultLearningObjectiveIds", "resultScoreScales", "scoreScales", "userProfiles", "userResources",
)  # fmt: skip
ROWS_AT_ONCE: Final = 500
Row = Mapping[str, object]


def export(cohort: Cohort, *, by: Actor, at: datetime) -> bytes:
    """The package, packed row by row; learners who withdrew are not in it.

    Raises:
        NotAllowedError: neither assessor, registrar nor administrator there.
    """
    require(by, cohort.organisation, *READERS)
    made = io.BytesIO()
    writer = _Writer(cohort, at)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.csv", writer.manifest())
        for name in FILES:
            with archive.open(f"{name}.csv", "w") as part:
                for line in writer.lines(name):
                    part.write(line)
    return made.getvalue()


class _Writer:
    def __init__(self, cohort: Cohort, at: datetime) -> None:
        self.cohort = cohort
        self.at = at
        self.design: MicroCredential = record_of(cohort.design_version)
        self.starts = cohort.starts_on or cohort.created_at.date()
        self.ends = (cohort.ends_on or at.date()) + timedelta(days=1)  # endDate is the day after the last one

    def manifest(self) -> str:
        said = {
            "manifest.version": "1.0",
            "oneroster.version": "1.2",
            **{f"file.{name}": "bulk" if name in FILES else "absent" for name in sorted((*FILES, *ABSENT), key=str.lower)},
            "source.systemName": "Laurel",
            "source.systemCode": "laurel",
        }
        return _line(["propertyName", "value"]) + "".join(_line([name, value]) for name, value in said.items())

    def lines(self, name: str) -> Iterator[bytes]:
        columns = FILES[name]
        yield _line(["sourcedId", "status", "dateLastModified", *columns]).encode()
        for row_id, row in _ROWS[name](self):
            yield _line([row_id, "", "", *(str(row.get(column, "")) for column in columns)]).encode()

    def id(self, kind: str, key: object = "") -> str:
        return str(uuid.uuid5(self.cohort.public_id, f"{kind}:{key}"))

    def sessions(self) -> Iterator[tuple[str, Row]]:
        ends = max(self.ends, self.starts + timedelta(days=1))
        facts: dict[str, object] = {"startDate": self.starts, "endDate": ends, "schoolYear": _year(self.ends)}
        yield self.id("term"), {"title": self.cohort.title, "type": "term", **facts}
        yield self.id("period"), {
            "title": self.cohort.title, "type": "gradingPeriod", "parentSourcedId": self.id("term"), **facts,
        }  # fmt: skip

    def categories(self) -> Iterator[tuple[str, Row]]:
        yield self.id("category"), {"title": "Assessments"}

    def classes(self) -> Iterator[tuple[str, Row]]:
        yield (
            self.id("class"),
            {
                "title": self.cohort.title,
                "courseSourcedId": self.id("course"),
                "classCode": self.cohort.public_id,
                "classType": "scheduled",
                "schoolSourcedId": self.id("org"),
                "termSourcedIds": self.id("term"),
            },
        )

    def courses(self) -> Iterator[tuple[str, Row]]:
        version = self.cohort.design_version
        title = version.title_en or version.title_bg
        yield self.id("course"), {"title": title, "courseCode": version.design.public_id, "orgSourcedId": self.id("org")}

    def orgs(self) -> Iterator[tuple[str, Row]]:
        organisation = self.cohort.organisation
        name = organisation.name_en or organisation.name_bg
        yield self.id("org"), {"name": name, "type": "school", "identifier": organisation.slug}

    def enrolments(self) -> Iterator[tuple[str, Row]]:
        for enrolment in self.learners():
            yield (
                self.id("enrolment", enrolment.pk),
                {
                    "classSourcedId": self.id("class"),
                    "schoolSourcedId": self.id("org"),
                    "userSourcedId": self.id("user", enrolment.pk),
                    "role": "student",
                },
            )

    def roles(self) -> Iterator[tuple[str, Row]]:
        for enrolment in self.learners():
            yield (
                self.id("role", enrolment.pk),
                {
                    "userSourcedId": self.id("user", enrolment.pk),
                    "roleType": "primary",
                    "role": "student",
                    "orgSourcedId": self.id("org"),
                },
            )

    def users(self) -> Iterator[tuple[str, Row]]:
        for enrolment in self.learners():
            given, family = _names(enrolment.name)
            yield (
                self.id("user", enrolment.pk),
                {
                    "enabledUser": "true",
                    "username": enrolment.email,
                    "givenName": given,
                    "familyName": family,
                    "identifier": enrolment.number,
                    "email": enrolment.email,
                    "primaryOrgSourcedId": self.id("org"),
                },
            )

    def items(self) -> Iterator[tuple[str, Row]]:
        for part in self.design.assessments:
            yield (
                self.id("item", part.id),
                {
                    "title": _title(part),
                    "assignDate": self.starts,
                    "dueDate": self.ends - timedelta(days=1),
                    "classSourcedId": self.id("class"),
                    "categorySourcedId": self.id("category"),
                    "academicSessionSourcedId": self.id("period"),
                    "resultValueMin": 0,
                    "resultValueMax": f"{part.maximum.normalize():f}",
                    "schoolSourcedId": self.id("org"),
                },
            )

    def results(self) -> Iterator[tuple[str, Row]]:
        known = {part.id for part in self.design.assessments}
        rows = Result.objects.filter(enrolment__cohort=self.cohort, enrolment__withdrawn=False, assessment__in=known)
        for result in rows.order_by("pk").iterator(chunk_size=ROWS_AT_ONCE):
            yield (
                self.id("result", f"{result.enrolment_id}:{result.assessment}"),
                {
                    "lineItemSourcedId": self.id("item", result.assessment),
                    "studentSourcedId": self.id("user", result.enrolment_id),
                    "scoreStatus": "fully graded",
                    "score": "" if result.score is None else f"{result.score.normalize():f}",
                    "textScore": result.word,
                    "scoreDate": result.recorded_at.astimezone(UTC).date(),
                    "classSourcedId": self.id("class"),
                },
            )

    def learners(self) -> Iterator[Enrolment]:
        rows = Enrolment.objects.filter(cohort=self.cohort, withdrawn=False).order_by("pk")
        return rows.iterator(chunk_size=ROWS_AT_ONCE)


_ROWS = {
    "academicSessions": _Writer.sessions,
    "categories": _Writer.categories,
    "classes": _Writer.classes,
    "courses": _Writer.courses,
    "enrollments": _Writer.enrolments,
    "lineItems": _Writer.items,
    "orgs": _Writer.orgs,
    "results": _Writer.results,
    "roles": _Writer.roles,
    "users": _Writer.users,
}


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([neutralised(str(cell)) for cell in cells])
    return out.getvalue()


def _names(name: str) -> tuple[str, str]:
    """Given and family name, both of which the specification wants; a single name stands as the family name."""
    given, _space, family = name.strip().rpartition(" ")
    return given or "–", family or "–"


def _title(part: Assessment) -> str:
    return part.title.text("en") or part.title.text("bg") or part.id


def _year(day: date) -> int:
    """The year in which the school year ends, as OneRoster counts."""
    return day.year + (day.month >= 9)
