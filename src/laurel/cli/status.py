"""`laurel status`: a public list of what was revoked, kept with the issuer's key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from laurel.canon.strict_json import is_array, is_object
from laurel.cli import keyfile, status_file
from laurel.cli.files import read_bytes
from laurel.cli.language import SpokenCommand, SpokenGroup
from laurel.cli.options import At, Json, Key
from laurel.cli.session import LEAF, session_of
from laurel.errors import LaurelError, Phrase
from laurel.fetching import check_url
from laurel.status import list as status_list
from laurel.status.list import StatusEntry
from laurel.verify.policy import DEFAULT
from laurel.verify.presented import read_presented
from laurel.verify.signatures import issuer_of

app = typer.Typer(cls=SpokenGroup, help="Lists of revoked credentials.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def status() -> None:
    """Lists of revoked credentials."""


@app.command("new", cls=SpokenCommand, help="Start a status list: the public file that says what was revoked.")
def new(
    context: typer.Context,
    url: Annotated[str, typer.Option("--url", help="The https address where you will publish the file.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the list goes.")],
    key: Key,
    local_site: Annotated[
        bool, typer.Option("--local-site", help="For development: allow an address on http://localhost:….")
    ] = False,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Start a status list."""
    session = session_of(context)
    moment = session.moment(at)
    try:
        host = url.removeprefix("http://").partition("/")[0] if local_site else ""
        check_url(url, insecure_hosts=frozenset({host}) if host.startswith(("localhost:", "127.0.0.1:")) else frozenset())
        status_file.create(out, url=url, purpose="revocation", key=keyfile.load(key), at=moment)
    except LaurelError as error:
        session.refuse(error)
    if as_json:
        session.print_json({"file": str(out), "url": url})
        return
    session.out.print(Text(session.pick("✔ The list is ready", "✔ Списъкът е готов"), style=f"bold {LEAF}"))
    session.out.print(
        Text(
            session.pick(
                f"Publish {out} at {url}, again after every revocation.",
                f"Публикувайте {out} на {url}, отново след всяка отмяна.",
            )
        )
    )


@app.command("revoke", cls=SpokenCommand, help="Revoke a credential: its place in the list is set and the list signed again.")
def revoke(
    context: typer.Context,
    list_file: Annotated[Path, typer.Argument(metavar="LIST", help="The status list file.")],
    credential_file: Annotated[
        Path, typer.Argument(metavar="CREDENTIAL", help="The credential to revoke: its file or picture.")
    ],
    key: Key,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Revoke a credential."""
    session = session_of(context)
    moment = session.moment(at)
    try:
        entry = _entry(credential_file, keyfile.load(key).did, status_file.load(list_file).url)
        fresh = status_file.revoke(list_file, entry.index, key=keyfile.load(key), at=moment)
    except LaurelError as error:
        session.refuse(error)
    if as_json:
        session.print_json({"revoked": True, "changed": fresh, "list": entry.list_url, "index": entry.index})
        return
    said = session.pick("✔ Revoked", "✔ Отменено") if fresh else session.pick("✔ It was revoked before", "✔ Вече беше отменено")
    session.out.print(Text(said, style=f"bold {LEAF}"))
    session.out.print(
        Text(
            session.pick(f"Publish {list_file} at {entry.list_url} now.", f"Публикувайте {list_file} на {entry.list_url} сега.")
        )
    )


def _entry(credential_file: Path, did: str, url: str) -> StatusEntry:
    """The entry of this list in a credential of this issuer."""
    presented = read_presented(read_bytes(credential_file, limit=DEFAULT.max_file), policy=DEFAULT)
    document = presented.unverified_document
    if issuer_of(document) != did:
        why = Phrase("the credential was issued by somebody else", "удостоверението е издадено от някой друг")
        raise status_file.StatusFileError(at=str(credential_file), why=why)
    value: Any = document.get("credentialStatus")
    for each in value if is_array(value) else [value]:
        entry = status_list.parse_entry(each) if is_object(each) else None
        if entry is not None and entry.list_url == url:
            return entry
    why = Phrase("the credential does not name this list", "удостоверението не посочва този списък")
    raise status_file.StatusFileError(at=str(credential_file), why=why)
