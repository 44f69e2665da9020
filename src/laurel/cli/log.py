"""`laurel log`: a transparency log in a folder: events of credentials go in, receipts come out, anybody can check it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from laurel.anchors import rfc3161
from laurel.cli import log_audit, log_evidence, log_folder
from laurel.cli.files import FileError, read_bytes, write_whole
from laurel.cli.language import SpokenCommand, SpokenGroup
from laurel.cli.log_folder import RECEIPT, LogFolder, NotLoggedError, digest_of_file, open_log
from laurel.cli.options import At, Json
from laurel.cli.session import LEAF, Session, session_of
from laurel.errors import LaurelError, Phrase
from laurel.log import Checkpoint, Event, EventKind, Receipt
from laurel.log.note import MAX_NOTE

app = typer.Typer(cls=SpokenGroup, help="Transparency logs.", no_args_is_help=True, rich_markup_mode=None)

Folder = Annotated[Path, typer.Argument(metavar="LOG", help="The folder of the log.")]
Kind = Annotated[EventKind, typer.Option("--kind", help="What happened: issue, revoke or supersede.")]
CredentialFile = Annotated[Path, typer.Argument(metavar="CREDENTIAL", help="A JSON, JWT, PNG, SVG or PDF file.")]


@app.callback()
def log() -> None:
    """Transparency logs."""


@app.command("new", cls=SpokenCommand, help="Start a log: its keys, and the folder that you publish.")
def new(
    context: typer.Context,
    folder: Folder,
    origin: Annotated[
        str, typer.Option("--origin", metavar="NAME", help="The log's name: its web address without https://, for ever.")
    ],
    at: At = None,
    as_json: Json = False,
) -> None:
    """Start a log."""
    session = session_of(context)
    moment = session.moment(at)
    try:
        keys = log_folder.create(folder, origin=origin, at=moment)
    except LaurelError as error:
        session.refuse(error)
    if as_json:
        session.print_json({"folder": str(folder), "origin": origin, "keys": keys.lines.splitlines()})
        return
    _say(session, "✔ The log is ready", "✔ Регистърът е готов")
    session.out.print(
        Text(
            session.pick(
                f"Publish {folder / 'public'} at https://{origin} and give its file “keys” to whoever verifies. "
                f"Keep {folder / 'private'} to yourself.",
                f"Публикувайте {folder / 'public'} на https://{origin} и дайте файла „keys“ на всеки, който проверява. "
                f"Пазете {folder / 'private'} само за себе си.",
            )
        )
    )


@app.command("add", cls=SpokenCommand, help="Log what happened to credentials; what is there already is never logged twice.")
def add(
    context: typer.Context,
    folder: Folder,
    credentials: Annotated[list[Path], typer.Argument(metavar="CREDENTIAL...", help="JSON, JWT, PNG, SVG or PDF files.")],
    kind: Kind = EventKind.ISSUE,
    successor: Annotated[
        Path | None, typer.Option("--successor", metavar="FILE", help="For supersede: the credential that replaces it.")
    ] = None,
    receipts: Annotated[
        Path | None, typer.Option("--receipts", metavar="DIR", help="Where receipts go, one for each credential.")
    ] = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Log events, sign a checkpoint, write receipts."""
    session = session_of(context)
    moment = session.moment(at)
    if (successor is not None) is not (kind is EventKind.SUPERSEDE):
        raise typer.BadParameter("supersede", param_hint="--successor")
    try:
        digests = [digest_of_file(path) for path in credentials]
        replacing = (digest_of_file(successor),) if successor is not None else ()
        events = [Event(kind=kind, at=moment, credential=(digest,), successor=replacing) for digest in digests]
        with open_log(folder) as opened:
            added = opened.add(events, draw=secrets.token_bytes)
            checkpoint = opened.publish(at=moment)
            if receipts is not None:
                _write_receipts(opened, credentials, digests, kind=kind, to=receipts)
    except LaurelError as error:
        session.refuse(error)
    if as_json:
        session.print_json({"added": added, "size": checkpoint.size})
        return
    _say(
        session,
        f"✔ {added} logged, {len(digests) - added} were there before",
        f"✔ {added} вписани, {len(digests) - added} вече ги имаше",
    )


@app.command("checkpoint", cls=SpokenCommand, help="Finish what was interrupted and print the newest checkpoint.")
def checkpoint(context: typer.Context, folder: Folder, at: At = None) -> None:
    """Finish and print."""
    session = session_of(context)
    moment = session.moment(at)
    try:
        with open_log(folder) as opened:
            text = opened.publish(at=moment).to_text()
    except LaurelError as error:
        session.refuse(error)
    typer.echo(text, nl=False)


@app.command("prove", cls=SpokenCommand, help="Write the receipt of a credential once more.")
def prove(
    context: typer.Context,
    folder: Folder,
    credential: CredentialFile,
    kind: Kind = EventKind.ISSUE,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where the receipt goes; otherwise it is printed.")
    ] = None,
) -> None:
    """Write a receipt."""
    session = session_of(context)
    try:
        with open_log(folder) as opened:
            text = _receipt(opened, digest_of_file(credential), kind=kind).to_text()
        if out is not None:
            write_whole(out, text.encode(), mode=0o600)
    except LaurelError as error:
        session.refuse(error)
    if out is None:
        typer.echo(text, nl=False)
    else:
        _say(session, f"✔ The receipt is in {out}", f"✔ Разписката е в {out}")


@app.command("check", cls=SpokenCommand, help="Check a published log: every entry, every tile, the signatures, and its past.")
def check(
    context: typer.Context,
    public: Annotated[Path, typer.Argument(metavar="PUBLIC", help="The published folder of a log.")],
    log_key: Annotated[
        list[str] | None,
        typer.Option("--log-key", metavar="KEY|FILE", help="Logs and witnesses you trust: name+id+key; may be repeated."),
    ] = None,
    since: Annotated[
        Path | None, typer.Option("--since", metavar="FILE", help="An earlier checkpoint, which the log must go on from.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check a log."""
    session = session_of(context)
    try:
        keys = log_evidence.read_keys(log_key or [str(public / "keys")])
        earlier = _checkpoint_in(since) if since is not None else None
        found = log_audit.audit(public, keys=keys, since=earlier)
    except LaurelError as error:
        session.refuse(error)
    if as_json:
        session.print_json({"origin": found.origin, "size": found.size, "consistent": True})
        return
    _say(
        session,
        f"✔ All {found.size} entries of {found.origin} stand where the signed checkpoint has them",
        f"✔ Всички {found.size} записа на {found.origin} са там, където ги сочи подписаната контролна точка",
    )


@app.command("anchor", cls=SpokenCommand, help="Have others vouch for a checkpoint: what to send them, and what they answered.")
def anchor(
    context: typer.Context,
    folder: Folder,
    answer: Annotated[
        Path | None,
        typer.Argument(metavar="[ANSWER]", help="The answer to keep: a time stamp (.tsr) or .ots file."),
    ] = None,
    query: Annotated[
        Path | None, typer.Option("--query", metavar="FILE", help="Write a query for an RFC 3161 time authority.")
    ] = None,
    text: Annotated[
        Path | None, typer.Option("--text", metavar="FILE", help="Write the signed text, for OpenTimestamps.")
    ] = None,
) -> None:
    """Write a query or keep an answer."""
    session = session_of(context)
    if not any((answer, query, text)):
        raise typer.BadParameter("--query, --text, ANSWER", param_hint="ANSWER")
    try:
        with open_log(folder) as opened:
            _ask(opened, query=query, text=text)
            anchored = None if answer is None else log_audit.keep_answer(opened, answer)
    except LaurelError as error:
        session.refuse(error)
    for path in filter(None, (query, text)):
        _say(session, f"✔ {path} is ready to be sent", f"✔ {path} може да бъде изпратен")
    if anchored is not None:
        _say(
            session,
            f"✔ Kept with the checkpoint of {anchored.size} entries; new receipts carry it",
            f"✔ Запазено при контролната точка с {anchored.size} записа; новите разписки го носят",
        )


@app.command("forget", cls=SpokenCommand, help="Destroy the salts of a credential: its entries mean nothing any more.")
def forget(context: typer.Context, folder: Folder, credential: CredentialFile) -> None:
    """Destroy salts."""
    session = session_of(context)
    try:
        with open_log(folder) as opened:
            count = opened.forget(digest_of_file(credential))
        if not count:
            raise NotLoggedError
    except LaurelError as error:
        session.refuse(error)
    _say(
        session,
        f"✔ {count} entries mean nothing any more. Receipts that were given away still hold the salt.",
        f"✔ {count} записа вече не значат нищо. Раздадените разписки все още съдържат солта.",
    )


def _write_receipts(
    opened: LogFolder, credentials: Sequence[Path], digests: Sequence[bytes], *, kind: EventKind, to: Path
) -> None:
    """Only their owner can read them: they hold the salts."""
    for path, digest in zip(credentials, digests, strict=True):
        name = path.stem if kind is EventKind.ISSUE else f"{path.stem}.{kind}"
        write_whole(to / f"{name}{RECEIPT}", _receipt(opened, digest, kind=kind).to_text().encode(), mode=0o600)


def _receipt(opened: LogFolder, digest: bytes, *, kind: EventKind) -> Receipt:
    for receipt in opened.receipts(digest):
        if receipt.event.kind is kind:
            return receipt
    raise NotLoggedError


def _ask(opened: LogFolder, *, query: Path | None, text: Path | None) -> None:
    newest = opened.latest()
    if newest is None:
        return
    if query is not None:
        write_whole(query, rfc3161.query(newest.digest, nonce=secrets.token_bytes(8)))
    if text is not None:
        write_whole(text, newest.note.text.encode())


def _checkpoint_in(path: Path) -> Checkpoint:
    try:
        return Checkpoint.from_text(read_bytes(path, limit=MAX_NOTE).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise FileError(at=str(path), why=Phrase("the file is not UTF-8", "файлът не е в UTF-8")) from error


def _say(session: Session, english: str, bulgarian: str) -> None:
    session.out.print(Text(session.pick(english, bulgarian), style=f"bold {LEAF}"))
