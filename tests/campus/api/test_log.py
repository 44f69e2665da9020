"""The transparency log as the world reads it: static, cacheable, checkable without us; and receipts, for their holders."""

import json

import pytest
from django.utils import timezone

from badges import awards, issued, ordered
from campus.issuing import transparency
from campus.issuing.work import run_batch
from campus.wallet.models import Holding
from cast import log_in
from laurel.log import Checkpoint, GrowingTree, Receipt, VerifierKey
from laurel.log.tiles import entries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def grown(version, rositsa):
    """A log of 300 entries: full tiles, partial tiles, and a second level."""
    batch = ordered(version, rositsa, awards(300))
    run_batch(batch.pk, now=timezone.now)
    transparency.publish(at=timezone.now())


def _text(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    return answer.content.decode()


def test_anybody_can_check_the_whole_log(grown, client):
    keys = [VerifierKey.from_text(line) for line in _text(client, "/log/keys").splitlines()]
    checkpoint = Checkpoint.from_text(_text(client, "/log/checkpoint"))
    bundles = [client.get("/log/tile/entries/000").content, client.get("/log/tile/entries/001.p/44").content]
    tree = GrowingTree(0, edge=[], entries=[])

    entries = [*entries_of(bundles[0], width=256), *entries_of(bundles[1], width=44)]
    tiles = [*tree.append(entries), *tree.partial()]

    assert [each.key.name for each in checkpoint.check(keys)] == ["localhost:8000/log"] * 2
    assert (checkpoint.size, checkpoint.root) == (300, tree.root())
    assert {tile.address.path for tile in tiles} == {
        *("tile/entries/000", "tile/entries/001.p/44", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"),
    }
    assert all(client.get(f"/log/{tile.address.path}").content == tile.content for tile in tiles)


def test_tiles_may_be_kept_for_ever_and_a_checkpoint_for_seconds(grown, client):
    tile, checkpoint = client.get("/log/tile/0/000"), client.get("/log/checkpoint")
    again = client.get("/log/tile/0/000", headers={"If-None-Match": tile["ETag"]})

    assert tile["Cache-Control"] == "public, max-age=31536000, immutable"
    assert checkpoint["Cache-Control"] == "public, max-age=5"
    assert again.status_code == 304
    assert {answer["Access-Control-Allow-Origin"] for answer in (tile, checkpoint)} == {"*"}


def test_an_earlier_part_of_a_tile_stays_to_be_had(grown, client):
    full, part = client.get("/log/tile/0/000").content, client.get("/log/tile/0/000.p/7").content

    assert full.startswith(part)
    assert len(part) == 7 * 32


@pytest.mark.parametrize(
    "tile",
    [
        *("0/001", "0/001.p/45", "0/002.p/1", "1/000", "1/000.p/2", "2/000.p/1", "entries/001", "entries/001.p/45"),
        *(
            "8/000",
            "-1/000",
            "0/0",
            "0/x000/000",
            "0/000.p/0",
            "0/000.p/256",
            "0/000.p/044",
            "0/000.p/1/",
            "x/000",
            "0/٠٠٠",
        ),
        "0/x999/x999/x999/x999/x999/999",
    ],
)
def test_refuses_tiles_that_are_not_there(grown, client, tile):
    answer = client.get(f"/log/tile/{tile}")

    assert answer.status_code == 404
    assert "immutable" not in answer.get("Cache-Control", "")


def test_a_log_without_entries_has_a_checkpoint_too(client):
    checkpoint = Checkpoint.from_text(_text(client, "/log/checkpoint"))

    assert checkpoint.size == 0
    assert _text(client, "/log/checkpoint") == checkpoint.to_text()


def test_the_holder_takes_the_receipt_along(version, rositsa, amina, client):
    badge = issued(version, rositsa)
    Holding.objects.create(credential=badge, person=amina, claimed_at=timezone.now())
    page = log_in(client, amina).get(f"/my/{badge.public_id}")

    answer = client.get(f"/my/{badge.public_id}/receipt")

    receipt = Receipt.from_text(answer.content)
    receipt.check()
    assert f'href="/my/{badge.public_id}/receipt"' in page.content.decode()
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"].endswith('.receipt.json"')
    assert "no-store" in answer["Cache-Control"]
    assert json.loads(answer.content)["event"]["kind"] == "issue"


def test_refuses_a_receipt_to_anybody_else(version, rositsa, amina, client):
    badge = issued(version, rositsa)
    Holding.objects.create(credential=badge, person=amina, claimed_at=timezone.now())

    assert log_in(client, rositsa).get(f"/my/{badge.public_id}/receipt").status_code == 404


def test_a_forgotten_event_has_no_receipt_any_more(version, rositsa, amina, client):
    badge = issued(version, rositsa)
    Holding.objects.create(credential=badge, person=amina, claimed_at=timezone.now())
    transparency.forget(badge.pk)

    answer = log_in(client, amina).get(f"/my/{badge.public_id}/receipt")

    assert answer.status_code in (400, 404, 409)
    assert "holds nothing" in answer.content.decode()
