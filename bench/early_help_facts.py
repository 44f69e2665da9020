"""What was known of each learner of the Open University's published presentations at the end of a week, and how it ended."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

MARKED_AFTER = 14  # days; the dataset does not say when a score was told, so none counts earlier
GROUPS = {"gender": "gender", "disability": "disability", "age_band": "age", "imd_band": "deprivation", "region": "region"}
ENDS_WELL = {"Pass": True, "Distinction": True, "Fail": False, "Withdrawn": False}

Key = tuple[str, str]  # module and presentation, such as ("AAA", "2013J")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """One piece of work that arrived; `banked` is a result taken over from an earlier presentation."""

    part: str
    day: int
    score: float | None
    banked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """One learner in one presentation. `groups` is for judging the list afterwards: nothing that ranks may read it."""

    learner: str
    presentation: Key
    result: str
    groups: Mapping[str, str]
    work: tuple[HandedIn, ...]
    due: Mapping[str, int]

    @property
    def needed_help(self) -> bool:
        return not ENDS_WELL[self.result]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a teacher could have known on one day, and told the learner."""

    missed_share: float
    latest_missed: bool
    weeks_quiet: int
    late_share: float
    shortfall: float  # how far the mean of the scores so far is below 70, in tens of points
    fall: float  # how far the last score is below the mean of those before, in tens of points


def facts_by(enrolment: Enrolment, *, day: int) -> Facts | None:
    """What was known at the end of `day` of the presentation; None while nothing was due yet."""
    due = {part: on for part, on in enrolment.due.items() if on <= day}
    if not due:
        return None
    arrived = {work.part: work for work in enrolment.work if work.banked or work.day <= day}
    latest = max(due.values())
    late = [part for part in due if part in arrived and not arrived[part].banked and arrived[part].day > due[part]]
    own = [work.day for work in arrived.values() if not work.banked]
    scores = [work.score for work in _in_order(arrived) if work.score is not None and _told(work, day)]
    mean = sum(scores) / len(scores) if scores else 70
    before = sum(scores[:-1]) / (len(scores) - 1) if len(scores) > 1 else None
    return Facts(
        missed_share=sum(part not in arrived for part in due) / len(due),
        latest_missed=any(part not in arrived for part, on in due.items() if on == latest),
        weeks_quiet=min(12, (day - max([0, *own])) // 7),
        late_share=len(late) / len(due),
        shortfall=_halves(max(0.0, 70 - mean) / 10),
        fall=_halves(max(0.0, before - scores[-1]) / 10) if before is not None else 0.0,
    )


def read(folder: Path) -> list[Enrolment]:
    """Every enrolment of the dataset in `folder`, with dated parts other than exams; an exam comes too late to help."""
    due: dict[Key, dict[str, int]] = defaultdict(dict)
    of_part: dict[str, Key] = {}
    for row in _rows(folder, "assessments.csv"):
        of_part[row["id_assessment"]] = _key(row)
        if row["assessment_type"] != "Exam" and row["date"]:
            due[_key(row)][row["id_assessment"]] = int(float(row["date"]))
    work: dict[tuple[Key, str], list[HandedIn]] = defaultdict(list)
    for row in _rows(folder, "studentAssessment.csv"):
        key = of_part[row["id_assessment"]]
        if row["id_assessment"] in due[key]:
            work[key, row["id_student"]].append(_handed_in(row))
    return [
        Enrolment(
            learner=row["id_student"],
            presentation=_key(row),
            result=row["final_result"],
            groups={name: _group(column, row[column]) for column, name in GROUPS.items()},
            work=tuple(work[_key(row), row["id_student"]]),
            due=due[_key(row)],
        )
        for row in _rows(folder, "studentInfo.csv")
    ]


def _handed_in(row: Mapping[str, str]) -> HandedIn:
    return HandedIn(
        part=row["id_assessment"],
        day=int(row["date_submitted"]),
        score=float(row["score"]) if row["score"] else None,
        banked=row["is_banked"] == "1",
    )


def _told(work: HandedIn, day: int) -> bool:
    return work.banked or work.day + MARKED_AFTER <= day


def _in_order(arrived: Mapping[str, HandedIn]) -> list[HandedIn]:
    return sorted(arrived.values(), key=lambda work: (work.day, work.part))


def _halves(value: float) -> float:
    return round(value * 2) / 2


def _group(column: str, value: str) -> str:
    if column != "imd_band":
        return value or "not known"
    # the published file says 20-Oct where a spreadsheet took 10-20 for a date
    fifths = {"0-10%": 1, "10-20": 1, "20-Oct": 1, "10-20%": 1, "20-30%": 2, "30-40%": 2, "40-50%": 3, "50-60%": 3}
    fifths |= {"60-70%": 4, "70-80%": 4, "80-90%": 5, "90-100%": 5}
    return f"fifth {fifths[value]} (1 is most deprived)" if value in fifths else "not known"


def _key(row: Mapping[str, str]) -> Key:
    return row["code_module"], row["code_presentation"]


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
