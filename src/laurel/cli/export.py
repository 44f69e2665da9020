"""`laurel export`: the same micro-credential in another form, for other software and for paper."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, NamedTuple

import typer
from rich.text import Text

from laurel import bake
from laurel.cli import exporting, keyfile
from laurel.cli.exporting import Export
from laurel.cli.files import FileError, read_bytes
from laurel.cli.keyfile import IssuerKey
from laurel.cli.options import At, Json
from laurel.cli.session import GREY, LEAF, Session, session_of
from laurel.did import web
from laurel.errors import LaurelError, Phrase, UnreachableError
from laurel.fetching import Fetched, Fetcher
from laurel.formats import elm, openbadge2, openbadge3, sd_jwt_vc
from laurel.formats.openbadge3.losses import Loss
from laurel.verify import DEFAULT, Outcome, Report, verify
from laurel.verify.presented import read_presented


class Form(StrEnum):
    """The forms that the command line writes."""

    ELM = "elm"
    OPENBADGE2 = "openbadge2"
    SD_JWT_VC = "sd-jwt-vc"
    PDF = "pdf"


class _Way(NamedTuple):
    write: Callable[[Export, Path], None]
    losses: tuple[Loss, ...]
    needs_url: bool


_WAYS: Final[Mapping[Form, _Way]] = MappingProxyType(
    {
        Form.ELM: _Way(exporting.to_elm, elm.LOSSES, False),
        Form.OPENBADGE2: _Way(exporting.to_openbadge2, openbadge2.LOSSES, True),
        Form.SD_JWT_VC: _Way(exporting.to_sd_jwt_vc, sd_jwt_vc.LOSSES, True),
        Form.PDF: _Way(exporting.to_pdf, (), True),
    }
)


def export(  # noqa: PLR0913, PLR0917 - a command has as many arguments as options
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An Open Badge 3.0: a JSON, JWT, PNG, SVG or PDF file.")],
    to: Annotated[Form, typer.Option("--to", help="elm and pdf are sealed with “laurel seal”; openbadge2 gives a folder.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE|DIR", help="Where the result goes.")],
    url: Annotated[
        str,
        typer.Option(
            "--url", metavar="URL", help="pdf: where it can be checked; openbadge2: where it is published; sd-jwt-vc: its type."
        ),
    ] = "",
    email: Annotated[
        str, typer.Option("--email", metavar="EMAIL", help="The learner's address, where the badge holds only its hash.")
    ] = "",
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="sd-jwt-vc: the key of the badge's issuer.")] = None,
    holder: Annotated[
        str | None, typer.Option("--holder", metavar="DID", help="sd-jwt-vc: the did:key of whoever may show it.")
    ] = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Write a badge in another form. What is known to be forged is refused."""
    session = session_of(context)
    moment = session.moment(at)
    way = _WAYS[to]
    if way.needs_url and not url.startswith("https://"):
        raise typer.BadParameter(session.pick("give an https address", "посочете адрес с https"), param_hint="--url")
    try:
        content = read_bytes(file, limit=DEFAULT.max_file)
        issuer = keyfile.load(key) if key else None
        record = openbadge3.parse(read_presented(content, policy=DEFAULT).unverified_document)
        report = verify(content, at=moment, fetch=_own_document_of(issuer), recipient=email or None)
        _refuse_forged(report, file, issuer)
        if email:
            record = record.model_copy(update={"learner": record.learner.model_copy(update={"email": email})})
        order = Export(
            record=record,
            credential=bake.unbake(content),
            language=session.language,
            url=url,
            issuer=issuer,
            holder=holder,
        )
        way.write(order, out)
    except LaurelError as error:
        session.refuse(error)
    _say(to, out, way.losses, session=session, as_json=as_json)


def _refuse_forged(report: Report, file: Path, issuer: IssuerKey | None) -> None:
    """Neither change the form of what is not genuine, nor sign what the key's owner has not signed before."""
    checks = {check.name: check for check in report.checks}
    for name in ("structure", "proof", "issuer_key", "schema", "recipient"):
        check = checks.get(name)
        if check is not None and (check.outcome is Outcome.FAILED or (name == "recipient" and check.outcome)):
            raise FileError(at=str(file), why=Phrase(check.say("en"), check.say("bg")))
    if issuer is not None and (not report.authentic or report.credential is None or report.credential.issuer_id != issuer.did):
        why = Phrase("this key has not issued the badge", "този ключ не е издал значката")
        raise FileError(at=str(file), why=why)


def _own_document_of(issuer: IssuerKey | None) -> Fetcher:
    """No network: the one document at hand is that of the key."""

    def fetch(url: str, *, limit: int) -> Fetched:
        if issuer is None or not issuer.did.startswith("did:web:") or url != web.url_of(issuer.did):
            raise UnreachableError(url=url, why=Phrase("we are working offline", "работим без мрежа"))
        return Fetched(body=json.dumps(keyfile.public_document(issuer)).encode(), media_type="application/json")

    return fetch


def _say(to: Form, out: Path, losses: tuple[Loss, ...], *, session: Session, as_json: bool) -> None:
    lost = [loss.bg if session.language == "bg" else loss.en for loss in losses]
    if as_json:
        session.print_json({"file": str(out), "form": to.value, "losses": lost})
        return
    console = session.out
    console.print(Text(session.pick(f"✔ Written: {out}", f"✔ Записано: {out}"), style=f"bold {LEAF}"))
    if lost:
        console.print(Text(session.pick("What this form does not carry:", "Какво не се пренася в този вид:"), style=GREY))
    for sentence in lost:
        console.print(Text(f"– {sentence}", style=GREY))
