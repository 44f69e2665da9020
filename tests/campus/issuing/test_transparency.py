"""The site's log: every issue and revocation is one entry, whatever crashes or happens at once; it tells nothing of anybody."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.utils import timezone

from badges import awards, institution, issued, ordered, published
from campus.issuing import keys, transparency
from campus.issuing.models import Credential, LogCheckpoint, LogEvent, LogTile, TransparencyLog
from campus.issuing.revoke import revoke
from campus.issuing.transparency import NotLoggedError, NotLoggedYetError
from campus.issuing.work import run_batch
from campus.jobs import issuing as jobs
from campus.jobs.run_until_idle import run_until_idle
from laurel.fetching import no_network
from laurel.log import Checkpoint, EventKind, GrowingTree, Receipt, VerifierKey, digest_of
from laurel.log.tiles import Address, entries_of
from laurel.verify import LogEvidence, verify


def issue_some(version, registrar, count):
    batch = ordered(version, registrar, awards(count))
    run_batch(batch.pk, now=timezone.now)
    return list(Credential.objects.filter(batch=batch).order_by("pk"))


def log_keys():
    return [VerifierKey.from_text(line) for line in keys.log_verifier_keys(TransparencyLog.objects.get()).splitlines()]


def entries():
    """Every entry of the log, as anybody reads them."""
    size = TransparencyLog.objects.get().size
    widths = [min(256, size - start) for start in range(0, size, 256)]
    bundles = (transparency.read_tile(Address(level=None, number=n, width=width)) for n, width in enumerate(widths))
    return [entry for bundle, width in zip(bundles, widths, strict=True) for entry in entries_of(bundle, width=width)]


def assert_the_log_is_whole():
    """Entries, tiles, root, signature and size of the newest checkpoint agree."""
    checkpoint = Checkpoint.from_text(transparency.newest_checkpoint().text)
    tree = GrowingTree(0, edge=[], entries=[])
    for tile in (*tree.append(entries()), *tree.partial()):
        assert transparency.read_tile(tile.address) == tile.content
    assert (checkpoint.size, checkpoint.root) == (tree.size, tree.root())
    assert len(checkpoint.check(log_keys())) == 2
    positions = sorted(LogEvent.objects.filter(position__isnull=False).values_list("position", flat=True))
    assert positions == list(range(tree.size))


def test_issuing_and_revoking_are_recorded_with_the_fact(version, rositsa):
    credential = issued(version, rositsa)
    revoke(credential.pk, because="drill", by=rositsa, at=timezone.now())

    events = LogEvent.objects.filter(credential=credential).order_by("pk")
    assert [event.kind for event in events] == ["issue", "revoke"]
    assert {len(event.salt) for event in events} == {32}
    assert events[0].salt != events[1].salt


def test_what_is_rolled_back_is_not_recorded(version, rositsa):
    credential = issued(version, rositsa)

    with transaction.atomic():
        revoke(credential.pk, because="drill", by=rositsa, at=timezone.now())
        transaction.set_rollback(True)

    assert not LogEvent.objects.filter(kind="revoke").exists()


def test_a_receipt_proves_the_badge_in_both_forms_to_a_stranger(version, rositsa):
    credential = issued(version, rositsa)
    issue_some(version, rositsa, 5)
    transparency.publish(at=timezone.now())

    receipt = transparency.receipt_of(credential, at=timezone.now())

    receipt.check()
    evidence = LogEvidence(receipts=[receipt.to_text()], keys=log_keys())
    for form in (credential.document, credential.jwt):
        report = verify(form, at=timezone.now(), fetch=no_network, logged=evidence)
        assert (report["logged"].code, report["logged"].facts["log"]) == ("OK", "localhost:8000/log")


def test_a_receipt_has_the_earliest_time(version, rositsa):
    credential = issued(version, rositsa)
    at = timezone.now()
    transparency.publish(at=at)
    issue_some(version, rositsa, 3)
    transparency.publish(at=at + timedelta(hours=1))

    receipt = transparency.receipt_of(credential, at=at + timedelta(hours=2))

    assert receipt.proof.checkpoint.size == 1
    assert [each.at for each in receipt.proof.checkpoint.check(log_keys())] == [None, at.replace(microsecond=0)]


def test_a_badge_asked_for_before_its_turn_is_published_at_once(version, rositsa):
    credential = issued(version, rositsa)

    transparency.receipt_of(credential, at=timezone.now()).check()

    assert not transparency.is_due()


def test_refuses_a_receipt_while_too_many_wait(version, rositsa, monkeypatch):
    many = issue_some(version, rositsa, 3)
    monkeypatch.setattr(transparency, "AT_ONCE", 2)

    with pytest.raises(NotLoggedYetError):
        transparency.receipt_of(many[-1], at=timezone.now())


def test_refuses_a_receipt_for_what_never_happened(version, rositsa):
    with pytest.raises(NotLoggedError):
        transparency.receipt_of(issued(version, rositsa), at=timezone.now(), kind=LogEvent.Kind.REVOKE)


def test_a_revocation_can_be_proven_from_the_log(version, rositsa):
    credential = issued(version, rositsa)
    revoke(credential.pk, because="drill", by=rositsa, at=timezone.now())

    receipt = transparency.receipt_of(credential, at=timezone.now(), kind=LogEvent.Kind.REVOKE)

    assert receipt.event.kind is EventKind.REVOKE
    evidence = LogEvidence(receipts=[receipt.to_text()], keys=log_keys())
    report = verify(credential.document, at=timezone.now(), fetch=no_network, logged=evidence)
    assert report["logged"].code == "LOGGED_REVOKED"


def test_many_events_become_one_checkpoint_and_batches_keep_their_order(version, rositsa):
    issue_some(version, rositsa, 30)

    transparency.publish(at=timezone.now(), most=20)
    assert_the_log_is_whole()
    transparency.publish(at=timezone.now(), most=20)
    transparency.publish(at=timezone.now(), most=20)

    assert_the_log_is_whole()
    assert list(LogCheckpoint.objects.order_by("size").values_list("size", flat=True)) == [20, 30]


def test_the_log_says_nothing_about_anybody(version, rositsa):
    credential = issued(version, rositsa)
    transparency.publish(at=timezone.now())
    public = b"".join(bytes(tile.content) for tile in LogTile.objects.all())
    public += transparency.newest_checkpoint().text.encode()

    (entry,) = entries()
    digests = [digest_of(credential.document), digest_of(credential.jwt)]
    assert len(entry) == 32
    assert entry not in digests
    assert all(digest not in public and digest.hex().encode() not in public for digest in digests)


def test_destroying_the_salt_erases(version, rositsa):
    credential, other = issued(version, rositsa), issued(version, rositsa)
    transparency.publish(at=timezone.now())

    assert transparency.forget(credential.pk) == 1
    assert transparency.forget(credential.pk) == 0

    with pytest.raises(NotLoggedError):
        transparency.receipt_of(credential, at=timezone.now())
    transparency.receipt_of(other, at=timezone.now()).check()
    assert_the_log_is_whole()


def test_an_event_forgotten_before_its_turn_never_gets_one(version, rositsa):
    credential = issued(version, rositsa)
    transparency.forget(credential.pk)

    transparency.publish(at=timezone.now())

    assert not transparency.is_due()
    assert TransparencyLog.objects.get().size == 0


def test_the_worker_publishes_what_waits(version, rositsa):
    issue_some(version, rositsa, 3)

    jobs.wake_log(at=timezone.now())
    run_until_idle()
    jobs.wake_log(at=timezone.now())

    assert TransparencyLog.objects.get().size == 3
    assert_the_log_is_whole()


def test_a_slice_that_ends_too_early_is_gone_on_with(version, rositsa, monkeypatch):
    issue_some(version, rositsa, 3)
    monkeypatch.setattr(transparency, "AT_ONCE", 2)

    done = transparency.publish_all(now=timezone.now, until=timezone.now() - timedelta(seconds=1))
    at_last = transparency.publish_all(now=timezone.now, until=timezone.now() - timedelta(seconds=1))

    assert (done, at_last) == (False, True)
    assert_the_log_is_whole()


def test_the_keys_of_the_log_lie_sealed(version, rositsa):
    transparency.publish(at=timezone.now())

    log = TransparencyLog.objects.get()
    own, clock = keys.log_signers(log)
    assert (own.public.to_multikey(), clock.public.to_multikey()) == (log.log_multikey, log.clock_multikey)
    assert log.sealed_log_key[:1] == b"\x01"
    assert log.log_multikey != log.clock_multikey


# --- the database holds the invariants --------------------------------------------------------------------------------


def test_refuses_to_log_one_event_twice(version, rositsa):
    credential = issued(version, rositsa)

    with pytest.raises(IntegrityError), transaction.atomic():
        transparency.record(LogEvent.Kind.ISSUE, [credential.pk], at=timezone.now())


def _rewrites():
    events, tiles, checkpoints = LogEvent.objects, LogTile.objects, LogCheckpoint.objects
    return {
        "an event goes": lambda: events.all()._raw_delete("default"),
        "an event moves": lambda: events.update(position=7),
        "an event turns": lambda: events.update(kind="revoke"),
        "an event ages": lambda: events.update(happened_at=timezone.now() - timedelta(days=9)),
        "a salt changes": lambda: events.update(salt=b"x" * 32),
        "a tile goes": lambda: tiles.all()._raw_delete("default"),
        "a tile changes": lambda: tiles.update(content=b"x" * 34),
        "a tile shrinks": lambda: tiles.update(content=b""),
        "a checkpoint goes": lambda: checkpoints.all()._raw_delete("default"),
        "a checkpoint changes": lambda: checkpoints.update(text="another"),
        "the log shrinks": lambda: TransparencyLog.objects.update(size=0),
        "a second log": lambda: TransparencyLog.objects.create(number=2, origin="x", created_at=timezone.now()),
    }


@pytest.mark.parametrize("rewrite", _rewrites())
def test_refuses_to_rewrite_the_log(version, rositsa, rewrite):
    issued(version, rositsa)
    transparency.publish(at=timezone.now())

    with pytest.raises(DatabaseError), transaction.atomic():
        _rewrites()[rewrite]()

    assert_the_log_is_whole()


# --- crashes, and many at once ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["LogTile", "LogEvent", "LogCheckpoint", "TransparencyLog"])
def test_a_crash_at_any_step_leaves_nothing_behind(version, rositsa, step):
    """The database refuses the write of one table, as a full disk would; then it goes on."""
    issue_some(version, rositsa, 3)
    transparency.publish(at=timezone.now())
    issue_some(version, rositsa, 3)
    before = TransparencyLog.objects.get().size

    with pytest.raises(ZeroDivisionError), connection.execute_wrapper(_failing_on(f"issuing_{step.lower()}")):
        transparency.publish(at=timezone.now())
    assert TransparencyLog.objects.get().size == before
    assert_the_log_is_whole()

    transparency.publish(at=timezone.now())
    assert TransparencyLog.objects.get().size == before + 3
    assert_the_log_is_whole()


def _failing_on(table):
    def wrapper(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE")) and table in sql.split("SELECT")[0][:60]:
            raise ZeroDivisionError
        return execute(sql, params, many, context)

    return wrapper


@pytest.mark.slow
def test_one_event_is_one_leaf_however_many_workers_publish(transactional_db):
    organisation, author, officer, registrar = institution("log-university")
    version = published(organisation, author, officer)
    issue_some(version, registrar, 40)
    problems: list[Exception] = []
    start = threading.Barrier(6)

    def publish_some():
        try:
            start.wait(timeout=30)
            while transparency.is_due():
                transparency.publish(at=timezone.now(), most=3)
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=publish_some) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    assert TransparencyLog.objects.get().size == LogEvent.objects.count() == 40
    assert len(set(entries())) == 40
    assert_the_log_is_whole()


def test_receipts_of_all_sizes_hold_after_the_log_has_grown(version, rositsa):
    credentials = issue_some(version, rositsa, 9)
    for _each in range(4):
        transparency.publish(at=timezone.now(), most=3)
    for _each in range(2):
        issue_some(version, rositsa, 140)
        transparency.publish(at=timezone.now())

    for credential in credentials:
        receipt = Receipt.from_text(transparency.receipt_of(credential, at=timezone.now()).to_text())
        receipt.check()
        assert receipt.proof.checkpoint.check(log_keys())
    assert_the_log_is_whole()
