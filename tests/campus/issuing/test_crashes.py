"""`kill -9` of a real worker process at random moments: nothing lost, nothing doubled, every index used once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from badges import awards, institution, ordered, published
from campus.base.models import Fact
from campus.issuing.models import Batch, Credential, StatusList
from campus.issuing.work import Ended, run_batch
from campus.verification.check import check_own

WORKER = Path(__file__).with_name("worker.py")
ITEMS = 12
ROUNDS = 8


def database_url():
    """The test database as a URL for another process."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    login = f"{at['USER']}:{at['PASSWORD']}@" if at["USER"] else ""
    host = at["HOST"].replace("/", "%2F")
    return f"postgres://{login}{host}:{at['PORT']}/{at['NAME']}" if at["PORT"] else f"postgres://{login}{host}/{at['NAME']}"


def start_worker(batch):
    environment = {**os.environ, "LAUREL_DATABASE_URL": database_url()}
    worker = subprocess.Popen([sys.executable, WORKER, str(batch.pk)], env=environment, stdout=subprocess.PIPE)
    worker.stdout.readline()
    return worker


def stop_between_transactions(worker, batch):
    """Stop a worker where it holds no lock: one that does is the database's to throw out, after its time limit."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        os.kill(worker.pid, signal.SIGSTOP)
        time.sleep(0.02)
        if nobody_writes(batch):
            return
        os.kill(worker.pid, signal.SIGCONT)
        time.sleep(0.01)
    pytest.fail("the worker was never found between two transactions")


def nobody_writes(batch):
    try:
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA busy_timeout = 50")
        with transaction.atomic():
            Batch.objects.select_for_update(nowait=connection.features.has_select_for_update_nowait).get(pk=batch.pk)
    except OperationalError:
        return False
    finally:
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA busy_timeout = 30000")
    return True


@pytest.mark.slow
def test_killed_workers_lose_nothing_and_double_nothing(transactional_db):
    organisation, author, officer, registrar = institution("crash-university")
    version = published(organisation, author, officer)
    chance = random.Random(2026)
    batch = ordered(version, registrar, awards(ITEMS))
    kills = 0
    for _round in range(ROUNDS):
        with start_worker(batch) as worker:
            time.sleep(chance.uniform(0.0, 0.45))
            if worker.poll() is None:
                os.kill(worker.pid, signal.SIGKILL)
                kills += 1
        time.sleep(0.55)  # its lease runs out

    assert run_batch(batch.pk, now=timezone.now, chunk=3) in (Ended.FINISHED,)

    batch.refresh_from_db()
    rows = list(Credential.objects.filter(batch=batch).order_by("pk"))
    assert kills > 0
    assert (batch.state, batch.issued, batch.failed, len(rows)) == (Batch.State.FINISHED, ITEMS, 0, ITEMS)
    assert len({(row.status_list_id, row.status_index) for row in rows}) == ITEMS
    assert StatusList.objects.get().reserved == ITEMS
    told = Counter(pk for fact in Fact.objects.filter(kind="credential.issued") for pk in fact.details["credentials"])
    assert told == Counter(row.pk for row in rows)
    assert all(check_own(row.document, at=timezone.now()).verdict == "accept" for row in rows)


@pytest.mark.slow
def test_a_worker_that_wakes_after_its_lease_writes_nothing(transactional_db):
    organisation, author, officer, registrar = institution("crash-university")
    version = published(organisation, author, officer)
    batch = ordered(version, registrar, awards(ITEMS))
    with start_worker(batch) as zombie:
        stop_between_transactions(zombie, batch)
        time.sleep(0.7)  # its lease runs out
        try:
            ended = run_batch(batch.pk, now=timezone.now, chunk=3)
            documents = dict(Credential.objects.filter(batch=batch).values_list("pk", "document"))
        finally:
            os.kill(zombie.pid, signal.SIGCONT)
        zombie.wait(timeout=30)

    assert ended is Ended.FINISHED
    assert dict(Credential.objects.filter(batch=batch).values_list("pk", "document")) == documents
    batch.refresh_from_db()
    assert (batch.issued, batch.failed) == (ITEMS, 0)
