"""`laurel issue`: from a design and a gradebook to signed credentials."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from laurel.annex1.checks import check
from laurel.annex1.read import read_design
from laurel.annex1.record import MicroCredential
from laurel.cli import drawing, issue_log, issuing, keyfile, log_keys, status_file
from laurel.cli.cells import line_of
from laurel.cli.files import read_bytes, write_whole
from laurel.cli.gradebook import MAX_BYTES, read_gradebook
from laurel.cli.issuing import VC_JWT, Award, Order
from laurel.cli.ledger import open_ledger
from laurel.cli.options import At, Json, Key
from laurel.cli.session import AMBER, LEAF, Session, session_of
from laurel.cli.status_file import StatusFile, StatusFileError
from laurel.errors import LaurelError, MissingExtraError, Phrase

MAX_DESIGN = 1_000_000


class Suite(StrEnum):
    """The ways to sign that the command line offers."""

    EDDSA_RDFC = "eddsa-rdfc-2022"
    EDDSA_JCS = "eddsa-jcs-2022"
    ECDSA_RDFC = "ecdsa-rdfc-2019"
    VC_JWT = VC_JWT


def issue(  # noqa: PLR0913, PLR0917 - a command has as many arguments as options
    context: typer.Context,
    design_file: Annotated[Path, typer.Argument(metavar="DESIGN", help="The design of the micro-credential (JSON).")],
    grades_file: Annotated[
        Path, typer.Argument(metavar="GRADES.csv", help="The gradebook: number, name, email, one column per assessment.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for credentials, pictures and the summary.")],
    key: Key,
    suite: Annotated[
        Suite | None,
        typer.Option("--suite", help="How to sign; by default eddsa-rdfc-2022, or ecdsa-rdfc-2019 with a P-256 key."),
    ] = None,
    status: Annotated[
        Path | None,
        typer.Option("--status", metavar="FILE", help="The status list made by “laurel status new”, to revoke later."),
    ] = None,
    salted: Annotated[
        bool, typer.Option("--salted", help="Put a secret into each proof, so that “laurel anchor” may anchor it.")
    ] = False,
    log: Annotated[
        Path | None, typer.Option("--log", metavar="DIR", help="Log each credential here, and write receipts.")
    ] = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Issue every award of a gradebook; run it again after an interruption and it does the rest."""
    session = session_of(context)
    moment = session.moment(at)
    try:
        order = _order(design_file, key=key, suite=suite, out=out, status=status, salted=salted)
        _refuse_faulty_design(order.design, session, design_file)
        if log is not None:
            log_keys.load(log / "private" / "keys.json")  # no credential is made that could not be logged
        rows = read_gradebook(read_bytes(grades_file, limit=MAX_BYTES), design=order.design)
        with open_ledger(out) as ledger:
            awards = issuing.plan(rows, order=order, ledger=ledger, at=moment)
            made = _make(awards, order=order, session=session, quiet=as_json)
            _write_summary(awards, order=order, session=session)
            if log is not None:
                issue_log.log_issued(_texts_of(awards, order), folder=log, at=moment)
    except LaurelError as error:
        session.refuse(error)
    except KeyboardInterrupt:
        session.fail(
            [
                session.pick(
                    "Stopped. Run the same command again to do the rest.",
                    "Спряно. Изпълнете същата команда отново, за да се довърши.",
                )
            ],
            code=1,
        )
    _say(awards, made, order=order, session=session, as_json=as_json)


def _order(design_file: Path, *, key: Path, suite: Suite | None, out: Path, status: Path | None, salted: bool) -> Order:
    issuer = keyfile.load(key)
    design = read_design(read_bytes(design_file, limit=MAX_DESIGN))
    listed = status_file.load(status) if status else None
    default = Suite.EDDSA_RDFC if issuer.private_key.algorithm == "Ed25519" else Suite.ECDSA_RDFC
    chosen = suite or default
    if (chosen in (Suite.EDDSA_RDFC, Suite.EDDSA_JCS)) != (
        issuer.private_key.algorithm == "Ed25519"
    ) and chosen is not Suite.VC_JWT:
        raise typer.BadParameter(f"{chosen.value} + {issuer.private_key.algorithm}", param_hint="--suite")
    if salted and chosen is Suite.VC_JWT:
        raise typer.BadParameter(f"{chosen.value} --salted", param_hint="--suite")
    _refuse_foreign_list(listed, issuer.did)
    return Order(design=design, key=issuer, suite=chosen.value, folder=out, status=listed, salted=salted)


def _refuse_foreign_list(listed: StatusFile | None, did: str) -> None:
    if listed is None:
        return
    if listed.issuer != did:
        why = Phrase(
            "the status list belongs to another issuer than the key", "списъкът е на друг издател, а не на този на ключа"
        )
        raise StatusFileError(at=str(listed.path), why=why)
    if listed.purpose != "revocation":
        raise StatusFileError(at=str(listed.path), why=Phrase("the list is not for revocation", "списъкът не е за отмяна"))


def _refuse_faulty_design(design: MicroCredential, session: Session, path: Path) -> None:
    faults = [finding for finding in check(design) if finding.severity == "fail"]
    if faults:
        sentences = [f"{finding.element} {finding.at}: {finding.say(session.language)}" for finding in faults]
        hint = session.pick(
            f"Nothing was issued. “laurel lint {path}” says more.", f"Нищо не е издадено. „laurel lint {path}“ казва повече."
        )
        session.fail(sentences, code=1, hint=hint)


def _make(awards: Sequence[Award], *, order: Order, session: Session, quiet: bool) -> int:
    made = 0
    total = sum(award.intent is not None for award in awards)
    with session.progress(quiet=quiet) as progress:
        task = progress.add_task(session.pick("Issuing", "Издаване"), total=total)
        for fresh in issuing.issue(awards, order=order):
            made += fresh
            progress.advance(task)
    return made


def _texts_of(awards: Sequence[Award], order: Order) -> list[Path]:
    return [issuing.paths_of(award.intent, order=order)[0] for award in awards if award.intent is not None]


def _write_summary(awards: Sequence[Award], *, order: Order, session: Session) -> None:
    rows = issuing.summary_rows(awards, order=order, language=session.language)
    write_whole(order.folder / "summary.json", (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode(), mode=0o600)
    text = "".join(map(line_of, (list(rows[0]), *(list(row.values()) for row in rows))))
    # the mark tells spreadsheets that this is UTF-8
    write_whole(order.folder / "summary.csv", text.encode("utf-8-sig"), mode=0o600)


def _say(awards: Sequence[Award], made: int, *, order: Order, session: Session, as_json: bool) -> None:
    totals = issuing.totals(awards, made)
    undrawn = drawing.what_is_missing()
    if as_json:
        answer: dict[str, Any] = {**totals, "issuer": order.key.did, "folder": str(order.folder), "pictures": undrawn is None}
        session.print_json(answer | {"awards": issuing.summary_rows(awards, order=order, language=session.language)})
        return
    console = session.out
    headline = session.pick(
        f"✔ {made} issued, {totals['already']} were there before", f"✔ {made} издадени, {totals['already']} вече ги имаше"
    )
    console.print(Text(headline, style=f"bold {LEAF}"))
    for award in awards:
        if award.intent is None:
            name = award.row.name or award.row.learner
            label = session.pick("not awarded", "не е присъдено")
            console.print(Text.assemble(("– ", AMBER), f"{name}: {label}. {issuing.reasons_of(award, session.language)}"))
    console.print(Text(_advice(order, session, undrawn)))


def _advice(order: Order, session: Session, undrawn: MissingExtraError | None) -> str:
    if undrawn is None:
        return session.pick(
            f"Everything is in {order.folder}; the table is summary.csv. Give each learner the file or the picture.",
            f"Всичко е в {order.folder}; таблицата е summary.csv. Дайте на всеки обучаем файла или картинката.",
        )
    return (
        session.pick(
            f"Everything is in {order.folder}; the table is summary.csv. Give each learner the file.\n"
            "To add badge pictures, install the part that draws them, then run the same command again:",
            f"Всичко е в {order.folder}; таблицата е summary.csv. Дайте на всеки обучаем файла.\n"
            "За картинки на значките инсталирайте частта, която ги рисува, и изпълнете същата команда отново:",
        )
        + f"\n  {undrawn.facts['command']}"
    )
