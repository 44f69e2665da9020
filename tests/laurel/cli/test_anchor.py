"""`laurel anchor` on a real blockchain over http: one transaction for a folder, whatever is interrupted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk import AT, Desk
from laurel.anchors.evm import EvmAnchor
from laurel.anchors.transactions import recorded
from laurel.bake import unbake
from laurel.cli import anchoring
from laurel.proofs.merkle_proof_2019 import check_proof
from local_chain import CHAIN, LocalChain

CLASS = [f"S{number},Learner {number},s{number}@uni.example,{number + 10},90,Pass" for number in range(5)]
PASSWORD = "correct horse"


class Anchoring:
    """A desk with five salted credentials, a chain, its node and the issuer's account."""

    def __init__(self, desk: Desk, chain: LocalChain, node: str) -> None:
        self.desk, self.chain, self.node = desk, chain, node
        self.out = desk.path("anchored")
        desk.path("account.json").write_text(json.dumps(chain.issuer.encrypt(PASSWORD, iterations=2)))
        desk.path("password.txt").write_text(PASSWORD + "\n")

    def run(self, *more: str, source: str = "out", out: Path | None = None) -> int:
        return self.desk.run(
            *("anchor", str(self.desk.path(source)), "--out", str(out or self.out), "--chain", str(CHAIN), "--node", self.node),
            *("--account", "account.json", "--password-file", "password.txt", *more),
        )

    def json(self) -> dict[str, Any]:
        assert self.run("--json") == 0, self.desk.err
        return json.loads(self.desk.out.strip().splitlines()[-1])

    @property
    def sent(self) -> int:
        return self.chain.sent_by(self.chain.issuer)

    def documents(self) -> list[dict[str, Any]]:
        own = (anchoring.STATE, anchoring.RECORDING)
        return [json.loads(path.read_text()) for path in sorted(self.out.glob("*.json")) if path.name not in own]


@pytest.fixture
def work(desk: Desk) -> Iterator[Anchoring]:
    order = ("--out", str(desk.path("out")), "--key", "key.json", "--at", AT)
    assert desk.run("issue", "design.json", desk.grades(*CLASS), *order, "--salted") == 0
    chain = LocalChain()
    with chain.served() as node:
        yield Anchoring(desk, chain, node)


def test_one_transaction_anchors_the_whole_class(work):
    said = work.json()

    assert (said["anchored"], said["written"], said["continued"], work.sent) == (5, 5, False, 1)
    found = work.chain.reader(CHAIN, said["transaction"])
    assert found.payload.hex() == said["root"]
    for document in work.documents():
        receipt = check_proof(document, 1).receipt
        assert (receipt.root, receipt.anchors[0].transaction) == (found.payload, said["transaction"])


def test_the_account_is_named_and_may_be_called_as_the_issuer_likes(work):
    work.run()
    did = json.loads(work.desk.path("key.did.json").read_text())["id"]
    assert work.documents()[0]["proof"][1]["verificationMethod"] == f"{did}#{work.chain.issuer.address.lower()}"

    work.run("--method", f"{did}#chain-1", out=work.desk.path("again"))
    names = {
        json.loads(path.read_text()).get("proof", [0, {}])[1].get("verificationMethod")
        for path in work.desk.path("again").glob("S*.json")
    }
    assert names == {f"{did}#chain-1"}


def test_the_pictures_carry_the_anchored_text(work):
    work.run()

    for path in work.out.glob("*.png"):
        assert unbake(path.read_bytes()) == path.with_suffix(".json").read_text()


def test_what_the_chain_said_is_kept_for_verifying_offline(work):
    said = work.json()

    kept = recorded(work.out / anchoring.RECORDING)(CHAIN, said["transaction"])

    assert kept == work.chain.reader(CHAIN, said["transaction"])


def test_running_again_sends_nothing_and_changes_nothing(work):
    work.run()
    before = {path: path.read_bytes() for path in work.out.iterdir()}

    said = work.json()

    assert (said["written"], said["continued"], work.sent) == (0, True, 1)
    assert {path: path.read_bytes() for path in work.out.iterdir()} == before


def test_the_anchor_is_verified_by_the_recording_or_by_a_node(work):
    work.run()
    badge = next(work.out.glob("S1-*.json"))
    order = ("verify", str(badge), "--trust", "key.did.json", "--offline")

    assert work.desk.run(*order) == 2
    assert work.desk.run(*order, "--chain", str(work.out / anchoring.RECORDING)) == 0
    assert "stood on the blockchain" in work.desk.out
    assert work.desk.run(*order, "--node", f"{CHAIN}={work.node}") == 0
    assert work.desk.run(*order, "--node", f"{CHAIN}={work.node}", "--confirmations", "9") == 2
    assert work.desk.run(*order, "--node", "eth:sepolia") == 64
    assert work.desk.run(*order, "--chain", str(badge)) == 3


class CrashError(BaseException):
    """The power is cut."""


def crash(*_: Any, **__: Any) -> None:
    raise CrashError


@pytest.mark.parametrize("moment", ["before sending", "after sending", "while waiting", "while writing"])
def test_a_crash_never_leads_to_a_second_transaction(work, monkeypatch, moment):
    with monkeypatch.context() as patch:
        if moment == "before sending":
            patch.setattr(EvmAnchor, "send", crash)
        elif moment == "after sending":
            send = EvmAnchor.send
            patch.setattr(EvmAnchor, "send", lambda self, signed: (send(self, signed), crash()))
        elif moment == "while waiting":
            patch.setattr(EvmAnchor, "wait", crash)
        else:
            write = anchoring.write_whole
            patch.setattr(
                anchoring,
                "write_whole",
                lambda path, content, **how: crash() if path.name[:2] == "S3" else write(path, content, **how),
            )
        with pytest.raises(CrashError):
            work.run()

    said = work.json()

    assert (said["continued"], said["anchored"], work.sent) == (True, 5, 1)
    assert len(work.documents()) == 5
    assert {check_proof(document, 1).receipt.anchors[0].transaction for document in work.documents()} == {said["transaction"]}


def test_a_crash_while_preparing_leaves_nothing_behind(work, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(anchoring, "write_whole", crash)
        with pytest.raises(CrashError):
            work.run()

    assert (work.json()["continued"], work.sent) == (False, 1)


def test_refuses_a_folder_that_belongs_to_other_files(work):
    work.run()
    extra = work.desk.issued()[0]
    (extra.parent / "Z.json").write_text(extra.read_text())

    assert work.run() == 1
    assert "take another folder" in work.desk.err
    assert work.sent == 1


def test_refuses_to_anchor_what_could_be_guessed(work):
    order = ("--out", str(work.desk.path("plain")), "--key", "key.json", "--at", AT)
    work.desk.run("issue", "design.json", "grades.csv", *order)

    assert work.run(source="plain") == 1
    assert "could be guessed" in work.desk.err
    assert work.sent == 0


def test_refuses_what_is_no_signed_credential(work):
    work.desk.path("out/note.json").write_text("{}")

    assert work.run() == 1
    assert "no signed credential" in work.desk.err
    assert work.sent == 0


def test_refuses_a_wrong_password_and_a_node_that_does_not_answer(work):
    work.node, node = "http://127.0.0.1:9", work.node
    assert work.run() == 2
    work.node = node
    work.desk.path("password.txt").write_text("wrong")
    assert work.run() == 1
    assert "password" in work.desk.err
    assert work.sent == 0


def test_refuses_a_node_of_another_chain(work):
    more = ("--node", work.node, "--account", "account.json", "--password-file", "password.txt")

    code = work.desk.run("anchor", str(work.desk.path("out")), "--out", str(work.out), "--chain", "eth:sepolia", *more)

    assert code == 2
    assert "serves the chain" in work.desk.err


@pytest.mark.parametrize("chain", ["btc:mainnet", "eth:0", "sepolia"])
def test_refuses_a_chain_that_it_cannot_anchor_on(work, chain):
    more = ("--node", work.node, "--account", "account.json", "--password-file", "password.txt")

    assert work.desk.run("anchor", str(work.desk.path("out")), "--out", str(work.out), "--chain", chain, *more) == 64


def test_refuses_a_second_run_beside_the_first(work):
    with anchoring.locked(work.out):
        assert work.run() == 1
    assert "another run" in work.desk.err


def test_refuses_a_token_because_nothing_could_be_added_to_it(desk):
    order = ("--out", str(desk.path("out")), "--key", "key.json", "--at", AT)

    assert desk.run("issue", "design.json", desk.grades(*CLASS), *order, "--salted", "--suite", "vc-jwt") == 64


def test_salting_again_is_another_order(work):
    order = ("--out", str(work.desk.path("out")), "--key", "key.json", "--at", AT)

    assert work.desk.run("issue", "design.json", "grades.csv", *order) == 1
    assert "revoke that one first" in work.desk.err


def test_it_speaks_bulgarian(work):
    assert work.run("--lang", "bg") == 0
    assert "закотвени с една транзакция" in work.desk.out
