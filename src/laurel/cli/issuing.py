"""Issue every award of a gradebook: plan, write the plan down, then make each file, so that any crash can be picked up.

design + gradebook ─▶ decisions ─▶ intents (ledger) ─▶ document ─▶ signed text ─▶ .json/.jwt + .png
"""

from __future__ import annotations

import calendar
import json
import re
import secrets
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from laurel import parallel
from laurel.annex1.award import Decision, Mark, decide
from laurel.annex1.record import AnnexIRecord, AssessmentResult, Learner, MicroCredential, Organisation, plain_of
from laurel.bake import png
from laurel.cli import drawing, status_file
from laurel.cli.files import write_whole
from laurel.cli.gradebook import Row, number_in
from laurel.cli.keyfile import IssuerKey
from laurel.cli.ledger import Intent, Ledger, award_of, digest
from laurel.cli.status_file import StatusFile
from laurel.errors import DesignError, Language, Problem
from laurel.formats import openbadge3
from laurel.formats.schema import check_schema
from laurel.proofs import add_proof, vc_jwt
from laurel.proofs.merkle_proof_2019 import new_salt
from laurel.status import list as status_list
from laurel.timestamp import parse_timestamp, write_timestamp

VC_JWT = "vc-jwt"
AT_A_TIME = 32  # awards that a worker takes


class ConflictError(DesignError):
    """What was issued before does not agree with what is asked for now; nothing has been written."""

    code = "CONFLICT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Everything that is the same for all awards of a run."""

    design: MicroCredential
    key: IssuerKey
    suite: str
    folder: Path
    status: StatusFile | None
    salted: bool = False

    @property
    def issuer(self) -> Organisation:
        """The first awarding body, under the identifier that the key belongs to."""
        return self.design.awarding_bodies[0].model_copy(update={"id": self.key.did})


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One row, what the rules say about it, and its intent where it was awarded."""

    row: Row
    decision: Decision
    intent: Intent | None


def plan(rows: Sequence[Row], *, order: Order, ledger: Ledger, at: datetime) -> list[Award]:
    """Decide about every row and write down what will be issued; awards written down earlier keep their intent.

    Raises:
        ConflictError: an award was issued from another design or other results; every such row is named.
        StatusFileError, FileError: the status list or the ledger cannot be written.
    """
    decisions = [decide(order.design, marks_of(row)) for row in rows]
    known = ledger.intents
    keys = [award_of(order.design.id, order.design.version, row.learner) for row in rows]
    conflicts = [
        problem
        for row, decision, key in zip(rows, decisions, keys, strict=True)
        for problem in _conflicts(row, decision, known.get(key), order)
    ]
    if conflicts:
        raise ConflictError(conflicts)
    new = [(row, key) for row, decision, key in zip(rows, decisions, keys, strict=True) if decision.earned and key not in known]
    numbers = status_file.reserve(order.status, count=len(new)) if order.status and new else [-1] * len(new)
    ledger.append(_intent(row, key, number, order, at) for (row, key), number in zip(new, numbers, strict=True))
    intents = ledger.intents
    return [
        Award(row=row, decision=decision, intent=intents[key] if decision.earned else None)
        for row, decision, key in zip(rows, decisions, keys, strict=True)
    ]


def marks_of(row: Row) -> dict[str, Mark]:
    """The row's results as the rules read them."""
    numbers = {name: number_in(cell) for name, cell in row.results.items()}
    return {name: Mark(word=row.results[name]) if value is None else Mark(value) for name, value in numbers.items()}


def issue(awards: Sequence[Award], *, order: Order) -> Iterator[bool]:
    """Make the files of every award that has an intent, many of them on all cores; yields in order whether it had to be made.

    Raises:
        WorkerLostError: one of the processes that make them was killed. Whole files stand; the next run makes the others.
    """
    for left_over in order.folder.glob(
        ".*.part"
    ):  # a crash left them; the folder's ledger is locked, so nobody writes them now
        left_over.unlink(missing_ok=True)
    draw = drawing.badge_of(order.design, issuer=order.issuer)
    asked = [(award, award.intent) for award in awards if award.intent is not None]
    missing = [each for each in asked if not _is_made(each[1], order, pictured=draw is not None)]
    picture = draw() if draw is not None and missing else None
    made = parallel.in_order(partial(_make, order=order, picture=picture), missing, chunk=AT_A_TIME)
    to_make = {intent.credential for _, intent in missing}
    for _, intent in asked:
        yield next(made) if intent.credential in to_make else False


def paths_of(intent: Intent, *, order: Order) -> tuple[Path, Path]:
    """Where the credential and its badge picture lie."""
    ending = ".jwt" if order.suite == VC_JWT else ".json"
    return order.folder / (intent.stem + ending), order.folder / (intent.stem + ".png")


def _conflicts(row: Row, decision: Decision, before: Intent | None, order: Order) -> Iterator[Problem]:
    if before is None:
        return
    if before.design != _design_digest(order.design):
        en = f"row {row.number}: was issued from another text of this design; give the design a new version"
        bg = f"ред {row.number}: издадено е по друг текст на този проект; дайте на проекта нова версия"
        yield Problem(at="", code="DESIGN_CHANGED", en=en, bg=bg)
    elif not decision.earned or before.inputs != _inputs_digest(row, order):
        en = f"row {row.number}: the row or the key has changed since {before.credential} was issued; revoke that one first"
        bg = f"ред {row.number}: редът или ключът е променен, след като е издадено {before.credential}; първо го отменете"
        yield Problem(at="", code="ROW_CHANGED", en=en, bg=bg)


def _intent(row: Row, key: str, number: int, order: Order, at: datetime) -> Intent:
    identifier = uuid.uuid4()
    readable = re.sub(r"[^A-Za-z0-9]+", "-", row.learner).strip("-")[:40]
    return Intent(
        award=key,
        learner=row.learner,
        design=_design_digest(order.design),
        inputs=_inputs_digest(row, order),
        credential=identifier.urn,
        issued=write_timestamp(at),
        salt=secrets.token_hex(16),
        nonce=new_salt(secrets.token_bytes) if order.salted else "",
        list_url=order.status.url if order.status else "",
        index=number,
        stem=f"{readable}-{identifier.hex[:8]}".lstrip("-"),
    )


def _design_digest(design: MicroCredential) -> str:
    return digest(plain_of(design))


def _inputs_digest(row: Row, order: Order) -> str:
    asked = [row.name, row.email, row.results, order.suite, order.key.method]
    return digest([*asked, "salted"] if order.salted else asked)


def _is_made(intent: Intent, order: Order, *, pictured: bool) -> bool:
    text_path, picture_path = paths_of(intent, order=order)
    return text_path.exists() and (picture_path.exists() or not pictured)


def _make(asked: tuple[Award, Intent], *, order: Order, picture: bytes | None) -> bool:
    award, intent = asked
    text_path, picture_path = paths_of(intent, order=order)
    fresh = not text_path.exists()
    if fresh:
        write_whole(text_path, signed_text(record_of(award, intent, order.design), intent, order=order).encode())
    if picture is not None:
        write_whole(picture_path, png.bake(picture, text_path.read_text(encoding="utf-8")))
    return fresh


def record_of(award: Award, intent: Intent, design: MicroCredential) -> AnnexIRecord:
    """The record of one award, made from its row and intent alone."""
    issued = _moment(intent.issued)
    row = award.row
    return AnnexIRecord(
        id=intent.credential,
        credential=design,
        learner=Learner(id=row.learner if ":" in row.learner else None, name=row.name, email=row.email),
        issued=issued,
        valid_until=_months_later(issued, design.valid_for_months) if design.valid_for_months else None,
        grade=award.decision.grade,
        results=tuple(AssessmentResult(assessment=name, value=value) for name, value in row.results.items()),
    )


def signed_text(record: AnnexIRecord, intent: Intent, *, order: Order) -> str:
    """The credential as it is stored and baked: the same text each time.

    Raises:
        ProjectionError: the record lacks what a badge cannot do without.
        DesignError: the badge would not have the shape of Open Badges 3.0.
    """
    status = status_list.entry(intent.list_url, intent.index, purpose="revocation") if intent.index >= 0 else None
    document = openbadge3.project(record, issuer=order.issuer, status=status, salt=intent.salt)
    problems = check_schema(document)
    if problems:  # never sign what our own verifier would refuse
        raise DesignError(problems)
    if order.suite == VC_JWT:
        return vc_jwt.sign(document, signer=order.key.signer)
    signed = add_proof(document, suite=order.suite, signer=order.key.signer, created=record.issued, nonce=intent.nonce or None)
    return json.dumps(signed, ensure_ascii=False, indent=1)


def summary_rows(awards: Sequence[Award], *, order: Order, language: Language) -> list[dict[str, str]]:
    """What became of every row, for a table."""
    return [_summary_row(award, order, language) for award in awards]


def reasons_of(award: Award, language: Language) -> str:
    """Every rule that the learner does not meet, in one line; "" where all are met."""
    return " ".join(reason.say(language) for reason in award.decision.reasons if not reason.met)


def _summary_row(award: Award, order: Order, language: Language) -> dict[str, str]:
    files = [path.name if path.exists() else "" for path in paths_of(award.intent, order=order)] if award.intent else ["", ""]
    return {
        "row": str(award.row.number),
        "learner": award.row.learner,
        "name": award.row.name,
        "email": award.row.email,
        "awarded": "yes" if award.decision.earned else "no",
        "grade": award.decision.grade,
        "reason": reasons_of(award, language),
        "credential": award.intent.credential if award.intent else "",
        "issued": award.intent.issued if award.intent else "",
        "file": files[0],
        "picture": files[1],
    }


def _moment(text: str) -> datetime:
    moment = parse_timestamp(text)
    if moment is None:
        raise ValueError(text)
    return moment


def _months_later(moment: datetime, months: int) -> datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def totals(awards: Sequence[Award], made: int) -> Mapping[str, Any]:
    """How many rows were awarded, made now, and there before."""
    awarded = sum(award.intent is not None for award in awards)
    return {
        "rows": len(awards),
        "awarded": awarded,
        "issued": made,
        "already": awarded - made,
        "not_awarded": len(awards) - awarded,
    }
