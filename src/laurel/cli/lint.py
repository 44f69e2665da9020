"""`laurel lint`: is this design complete and good enough to be approved? And what does somebody else's credential lack?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from laurel.annex1.checks import Finding, check
from laurel.annex1.findings import Fix
from laurel.annex1.kinds import Classified, Family, check_family, classify
from laurel.annex1.mending import mend_all
from laurel.annex1.read import read_design
from laurel.canon import strict_json
from laurel.canon.strict_json import is_object
from laurel.cli import lint_show as show
from laurel.cli.files import read_bytes, write_whole
from laurel.cli.issue import MAX_DESIGN
from laurel.cli.options import Json
from laurel.cli.policy import Packs, exit_of, load_pack, say_evaluations
from laurel.cli.session import Exit, Session, session_of
from laurel.errors import LaurelError, MalformedError, Phrase
from laurel.formats import elm
from laurel.policy.evaluate import Evaluation, evaluate
from laurel.policy.facts import Facts
from laurel.policy.pack import STAGES, Stage
from laurel.policy.plain import evaluation_as_json, fix_as_json, score_as_json
from laurel.policy.reading import facts_of_design, facts_of_record
from laurel.policy.score import OF_A_DESIGN, OF_A_RECORD, score


class When(StrEnum):
    """The stages of rules, and all of them."""

    DESIGN = "design"
    PUBLISH = "publish"
    ASSESS = "assess"
    ISSUE = "issue"
    AFTER = "after"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A document, what was found in it, the facts that rules ask about, and the elements that it was asked for."""

    findings: tuple[Finding, ...]
    offering: Classified
    facts: Facts
    asked: tuple[str, ...]


def lint(
    context: typer.Context,
    design_file: Annotated[
        Path,
        typer.Argument(metavar="DESIGN", help="The design of a micro-credential, or a European Digital Credential (JSON)."),
    ],
    packs: Packs = None,
    stages: Annotated[
        list[When] | None, typer.Option("--stage", help="Which rules of a pack to ask; those of design without it.")
    ] = None,
    family: Annotated[Family | None, typer.Option("--family", help="Ask as well for what this family of badges needs.")] = None,
    fixed: Annotated[
        Path | None, typer.Option("--fix", metavar="OUT", help="Write a copy with every fix that the checks offer.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check a design against the European standard elements. Ends with 1 when something must be mended."""
    session = session_of(context)
    today = session.clock().date()
    document = _read(design_file, session)
    applied: tuple[Fix, ...] = ()
    try:
        if fixed is not None:
            document, applied = _mend(document, today, fixed)
        checked = check_document(document, today, family=family)
    except LaurelError as error:
        session.refuse(error)
    asked = _stages(stages or [When.DESIGN])
    judged = [evaluate(checked.facts, load_pack(name, session), on=today, stages=asked) for name in packs or []]
    if as_json:
        session.print_json(as_plain(checked, judged) | {"applied": [fix_as_json(one) for one in applied]})
    else:
        show.applied(applied, session)
        show.findings(checked.findings, session)
        show.offering(checked.offering, session)
        say_evaluations(judged, session, as_json=False)
        show.score(score(checked.findings, judged, asked=checked.asked), session)
    broken = any(each.severity == "fail" for each in checked.findings) or exit_of(judged) == Exit.INVALID
    raise typer.Exit(Exit.INVALID if broken else Exit.VALID)


def check_document(document: Any, today: date, *, family: Family | None = None) -> Checked:
    """Check a design or a European Digital Credential; with a family, for what that one needs as well.

    Raises:
        DesignError: a part of the design has the wrong shape.
        MalformedError: the credential cannot be read.
    """
    if is_credential(document):
        imported = elm.read(document)
        design, found = imported.record.credential, imported.findings
        facts, asked = facts_of_record(imported.record, on=today, findings=found), OF_A_RECORD
    else:
        design = read_design(json.dumps(document))
        found = check(design, at=today)
        facts, asked = facts_of_design(design, on=today), OF_A_DESIGN
    needed = check_family(design, family) if family is not None else ()
    return Checked(findings=(*found, *needed), offering=classify(design), facts=facts, asked=asked)


def is_credential(document: Any) -> bool:
    """Whether it is a credential, bare or in its uploadable form; else it is taken for a design."""
    return is_object(document) and ("credentialSubject" in document or is_object(document.get("credential")))


def as_plain(checked: Checked, judged: Sequence[Evaluation]) -> dict[str, Any]:
    """The whole answer for machines. `score` and `of` count the elements in which nothing must be mended."""
    return {
        "score": show.in_order(checked.findings),
        "of": show.ELEMENTS,
        "scores": score_as_json(score(checked.findings, judged, asked=checked.asked)),
        "offering": show.offering_as_json(checked.offering),
        "findings": [show.as_json(each) for each in checked.findings],
        "packs": [evaluation_as_json(each) for each in judged],
    }


def _stages(chosen: Sequence[When]) -> tuple[Stage, ...]:
    return STAGES if When.ALL in chosen else tuple(stage for stage in STAGES if stage in chosen)


def _read(path: Path, session: Session) -> Any:
    try:
        content = read_bytes(path, limit=MAX_DESIGN)
    except LaurelError as error:
        session.refuse(error, code=Exit.UNREADABLE)
    try:
        strict_json.loads(content)
    except LaurelError as error:
        session.refuse(error)
    return json.loads(content)


def _mend(document: Any, today: date, out: Path) -> tuple[Any, tuple[Fix, ...]]:
    if is_object(document) and "proof" in document:
        why = Phrase("it is signed; mended, its signature would not hold", "подписано е; поправено, подписът му не би важал")
        raise MalformedError(at="/proof", why=why)
    wrapped = is_object(document) and "credential" in document and "credentialSubject" not in document
    inner = document["credential"] if wrapped else document
    changed, applied = mend_all(inner, lambda each: check_document(each, today).findings)
    whole = {**document, "credential": changed} if wrapped else changed
    write_whole(out, json.dumps(whole, ensure_ascii=False, indent=2).encode() + b"\n")
    return whole, applied
