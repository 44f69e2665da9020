"""OneRoster packages for tests: a class of three, as a student information system would export it, with any part changed."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence

Table = Sequence[Sequence[str]]
HEAD = ("sourcedId", "status", "dateLastModified")
USERS = (
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone",
    "agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName",
    "primaryOrgSourcedId,pronouns",
)
FILES: Mapping[str, Table] = {
    "manifest": (
        ("propertyName", "value"),
        ("manifest.version", "1.0"),
        ("oneroster.version", "1.2"),
        *((f"file.{name}", "bulk") for name in ("classes", "users", "enrollments", "lineItems", "results")),
        ("file.demographics", "absent"),
    ),
    "classes": (
        ("sourcedId", "status", "dateLastModified", "title", "grades", "courseSourcedId", "classCode"),
        ("c1", "", "", "Sources", "", "k1", "SRC-1"),
        ("c2", "", "", "Другите", "", "k1", "SRC-2"),
    ),
    "users": (
        ",".join(USERS).split(","),
        *(
            (f"u{n}", "", "", "true", name, "", name, family, "", f"10{n}" if n < 3 else "", f"{name.lower()}@students.example")
            + ("",) * 11
            for n, (name, family) in enumerate((("Ana", "Ivanova"), ("Boris", "Petrov"), ("Cleo", "Stone")), start=1)
        ),
        ("t1", "", "", "true", "teach", "", "Bruno", "Costa", "", "", "bruno@laurel.example", *("",) * 11),
    ),
    "enrollments": (
        ("sourcedId", "status", "dateLastModified", "classSourcedId", "schoolSourcedId", "userSourcedId", "role"),
        ("e1", "", "", "c1", "s", "u1", "student"),
        ("e2", "", "", "c1", "s", "u2", "student"),
        ("e3", "", "", "c1", "s", "t1", "teacher"),
        ("e4", "", "", "c2", "s", "u3", "student"),
    ),
    "lineItems": (
        ("sourcedId", "status", "dateLastModified", "title", "classSourcedId", "resultValueMin", "resultValueMax"),
        ("i1", "", "", "Project", "c1", "0", "20"),
        ("i2", "", "", "Final EXAM", "c1", "0", "100"),
        ("i3", "", "", "Attendance", "c1", "", ""),
        ("i4", "", "", "Project", "c2", "0", "10"),
    ),
    "results": (
        (
            "sourcedId",
            "status",
            "dateLastModified",
            "lineItemSourcedId",
            "studentSourcedId",
            "scoreStatus",
            "score",
            "textScore",
        ),
        ("r1", "", "", "i1", "u1", "fully graded", "17.5", ""),
        ("r2", "", "", "i2", "u1", "fully graded", "90", ""),
        ("r3", "", "", "i1", "u2", "submitted", "", ""),
        ("r4", "", "", "i2", "u2", "fully graded", "40", ""),
        ("r5", "", "", "i4", "u3", "fully graded", "9", ""),
    ),
}


def package(**changes: Table | None) -> bytes:
    """The package above with some files replaced; None leaves a file out."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in {**FILES, **changes}.items():
            if table is not None:
                lines = io.StringIO(newline="")
                csv.writer(lines).writerows(table)
                entry = zipfile.ZipInfo(f"{name}.csv")  # without the time, so that the same tables are the same bytes
                archive.writestr(entry, lines.getvalue(), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def one_class() -> bytes:
    """A package with one class."""
    return package(classes=FILES["classes"][:2])


def with_row(name: str, *cells: str) -> dict[str, Table]:
    """A file with one more row."""
    return {name: (*FILES[name], cells)}


def without_column(name: str, column: str) -> dict[str, Table]:
    """A file without one of its columns."""
    place = list(FILES[name][0]).index(column)
    return {name: [(*row[:place], *row[place + 1 :]) for row in FILES[name]]}


def manifest(**said: str) -> dict[str, Table]:
    """The manifest with other values."""
    return {"manifest": [(name, said.get(name.rpartition(".")[2], value)) for name, value in FILES["manifest"]]}
