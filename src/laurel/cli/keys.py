"""`laurel keys`: make an issuer's key."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from laurel.cli import keyfile
from laurel.cli.language import SpokenCommand, SpokenGroup
from laurel.cli.options import Json
from laurel.cli.session import LEAF, session_of
from laurel.did import web
from laurel.errors import LaurelError

app = typer.Typer(cls=SpokenGroup, help="Keys to sign with.", no_args_is_help=True, rich_markup_mode=None)


class Algorithm(StrEnum):
    """The algorithms we sign with."""

    ED25519 = "Ed25519"
    P256 = "P-256"


@app.callback()
def keys() -> None:
    """Keys to sign with."""


@app.command("new", cls=SpokenCommand, help="Make a key, and the public document that says whose it is.")
def new(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the key goes; only you can read it (0600).")],
    algorithm: Annotated[Algorithm, typer.Option("--algorithm", help="Ed25519 (the usual one) or P-256.")] = Algorithm.ED25519,
    did_web: Annotated[
        str | None,
        typer.Option("--did-web", metavar="HOST/PATH", help="Your web address, where the public document will be published."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a key; without a web address it is a did:key, which needs no publishing."""
    session = session_of(context)
    try:
        issuer = keyfile.make(algorithm.value, did_web=did_web)
        document = keyfile.save(issuer, to=out)
        address = web.url_of(issuer.did, insecure_hosts=_local(did_web)) if did_web else ""
    except LaurelError as error:
        session.refuse(error)
    if as_json:
        session.print_json(
            {"did": issuer.did, "key": issuer.method, "file": str(out), "document": str(document), "publish_at": address}
        )
        return
    console = session.out
    console.print(Text(session.pick("✔ The key is ready", "✔ Ключът е готов"), style=f"bold {LEAF}"))
    console.print(Text(session.pick(f"Issuer      {issuer.did}", f"Издател     {issuer.did}")))
    console.print(Text(session.pick(f"Secret key  {out}", f"Таен ключ   {out}")))
    console.print(Text(session.pick(f"Public      {document}", f"Публичен    {document}")))
    if address:
        console.print(Text(session.pick(f"Publish it at {address}, unchanged.", f"Публикувайте го на {address}, без промени.")))
    advice = session.pick(
        "Keep the secret key where only you can read it, and keep a copy: without it you can neither issue nor revoke.",
        "Пазете тайния ключ само за себе си и имайте копие: без него не можете нито да издавате, нито да отменяте.",
    )
    console.print(Text(advice))


def _local(did_web: str | None) -> frozenset[str]:
    host = (did_web or "").removeprefix("https://").partition("/")[0]
    return frozenset({host}) if host.startswith(("localhost:", "127.0.0.1:")) else frozenset()
