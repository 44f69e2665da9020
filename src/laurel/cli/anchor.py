"""`laurel anchor`: one transaction of a blockchain for a whole folder of signed credentials."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from laurel.anchors.transactions import Transaction
from laurel.cli import anchoring, chain
from laurel.cli.anchoring import Order
from laurel.cli.files import read_bytes
from laurel.cli.options import Json
from laurel.cli.session import AMBER, LEAF, Exit, Session, session_of
from laurel.errors import LaurelError, UndecidedError
from laurel.proofs.merkle_proof_2019 import AnchoredBatch, ChainAnchor
from laurel.timestamp import write_timestamp

_MAX_PASSWORD = 1_000


def anchor(  # noqa: PLR0913, PLR0917 - a command has as many arguments as options
    context: typer.Context,
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="DIR|FILE…", help="Credentials signed with “laurel issue --salted”: files, or folders."),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for the anchored credentials.")],
    chain_name: Annotated[
        str, typer.Option("--chain", metavar="NAME", help="The blockchain: eth:mainnet, eth:sepolia, eth:<chain id>.")
    ],
    node: Annotated[str, typer.Option("--node", metavar="URL", help="A node of this blockchain (JSON-RPC).")],
    account_file: Annotated[
        Path, typer.Option("--account", metavar="FILE", help="The account that pays: a keystore file of a wallet.")
    ],
    password_file: Annotated[
        Path | None, typer.Option("--password-file", metavar="FILE", help="The keystore's password; otherwise it is asked for.")
    ] = None,
    method: Annotated[str, typer.Option("--method", metavar="ID", help="What your public document calls this account.")] = "",
    confirmations: Annotated[
        int, typer.Option("--confirmations", min=1, help="How many blocks have to hold the transaction.")
    ] = 1,
    as_json: Json = False,
) -> None:
    """Anchor signed credentials on a blockchain. One transaction for all; run it again after an interruption."""
    session = session_of(context)
    where = chain.chain_named(chain_name, option="--chain")
    if where.evm_id is None:
        raise typer.BadParameter("eth:mainnet | eth:sepolia | eth:31337 …", param_hint="--chain")
    try:
        from laurel.anchors.evm import EvmAnchor, SignedAnchor  # noqa: PLC0415 - an extra

        order = Order(files=anchoring.files_of(sources), folder=out, method=method)
        payer = chain.account(account_file, password=_password(password_file, session))
        way = EvmAnchor(
            chain.provider(chain.site_of(node)), chain=where, account=payer, pause=time.sleep, confirmations=confirmations
        )
        with anchoring.locked(out):
            batch = _take_in(order, session=session, quiet=as_json)
            raw, again = anchoring.prepared(order, batch, chain=where, sign=lambda root: way.prepare(root).raw)
            signed = SignedAnchor(chain=where, raw=raw)
            way.send(signed)
            found = way.wait(signed)
            made = _finish(order, batch, ChainAnchor(where, signed.transaction), found, session=session, quiet=as_json)
    except UndecidedError as error:
        session.refuse(error, code=Exit.UNKNOWN)
    except LaurelError as error:
        session.refuse(error)
    except KeyboardInterrupt:
        session.fail([session.pick(_STOPPED[0], _STOPPED[1])], code=1)
    facts: dict[str, Any] = {
        "chain": str(where),
        "transaction": signed.transaction,
        "root": batch.root.hex(),
        "sender": found.sender,
        "time": write_timestamp(found.time),
        "confirmations": found.confirmations,
        "anchored": len(batch),
        "written": made,
        "continued": again,
        "folder": str(out),
    }
    if as_json:
        session.print_json(facts)
    else:
        _say(facts, session)


_STOPPED = (
    "Stopped. Run the same command again to do the rest: there will be no second transaction.",
    "Спряно. Изпълнете същата команда отново, за да се довърши: втора транзакция няма да има.",
)


def _password(file: Path | None, session: Session) -> str:
    if file is not None:
        return read_bytes(file, limit=_MAX_PASSWORD).decode("utf-8", "replace").rstrip("\r\n")
    return str(typer.prompt(session.pick("Password of the account", "Парола на акаунта"), hide_input=True, err=True))


def _take_in(order: Order, *, session: Session, quiet: bool) -> AnchoredBatch:
    with session.progress(quiet=quiet) as progress:
        task = progress.add_task(session.pick("Reading", "Четене"), total=len(order.files))
        return anchoring.take_in(order, progress=lambda: progress.advance(task))


def _finish(
    order: Order, batch: AnchoredBatch, anchor: ChainAnchor, found: Transaction, *, session: Session, quiet: bool
) -> int:
    made = 0
    with session.progress(quiet=quiet) as progress:
        task = progress.add_task(session.pick("Writing", "Запис"), total=len(order.files))
        for fresh in anchoring.finish(order, batch, anchor=anchor, found=found):
            made += fresh
            progress.advance(task)
    return made


def _say(facts: dict[str, Any], session: Session) -> None:
    console = session.out
    headline = session.pick(
        f"✔ {facts['anchored']} anchored in one transaction of {facts['chain']}",
        f"✔ {facts['anchored']} закотвени с една транзакция на {facts['chain']}",
    )
    console.print(Text(headline, style=f"bold {LEAF}"))
    console.print(Text(f"{facts['transaction']}  {facts['time']}"))
    if facts["continued"]:
        again = session.pick(
            "An earlier run had prepared this transaction; it counts once.",
            "Тази транзакция е била подготвена от предишно изпълнение; брои се веднъж.",
        )
        console.print(Text(again, style=AMBER))
    advice = session.pick(
        f"Everything is in {facts['folder']}. Publish the account {facts['sender']} in your own document, "
        "so that verifiers can tell that it is yours.",
        f"Всичко е в {facts['folder']}. Публикувайте акаунта {facts['sender']} в собствения си документ, "
        "за да могат проверяващите да видят, че е Ваш.",
    )
    console.print(Text(advice))
