"""Many things on all cores: in order, in bounded memory, and never half."""

from __future__ import annotations

import operator
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from laurel import errors, parallel
from laurel.canon import strict_json
from laurel.errors import DesignError, LaurelError, MalformedError, Phrase, Problem, WorkerLostError


def test_results_come_in_the_order_of_the_items():
    assert list(parallel.in_order(operator.neg, range(1_000), processes=2, chunk=7)) == [-n for n in range(1_000)]


@pytest.mark.parametrize("number", [0, 1, 9])
def test_a_few_things_are_done_here(number):
    def here(item: int) -> int:
        return os.getpid() + item

    assert list(parallel.in_order(here, range(number), processes=2, chunk=5)) == [os.getpid() + n for n in range(number)]


def test_many_things_are_done_by_other_processes():
    asked = ["__import__('os').getpid()"] * 200

    assert os.getpid() not in set(parallel.in_order(eval, asked, processes=2, chunk=5))


def test_items_are_read_only_a_little_ahead():
    read: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100_000):
            read.append(number)
            yield number

    results = parallel.in_order(operator.neg, items(), processes=2, chunk=10)
    for expected in range(50):
        assert next(results) == -expected

    assert len(read) <= 50 + 10 * (2 * parallel.AHEAD + 2)
    results.close()  # type: ignore[attr-defined]


def test_work_that_cannot_travel_is_done_here():
    class Device:
        def __init__(self) -> None:
            self.lock = (each for each in ())  # nothing pickles a generator

        def sign(self, item: int) -> tuple[int, int]:
            return item, os.getpid()

    assert list(parallel.in_order(Device().sign, range(50), processes=2, chunk=5)) == [(n, os.getpid()) for n in range(50)]


def test_an_error_comes_after_the_results_before_it():
    texts = [b"{}"] * 33 + [b'{"a": 1, "a": 2}'] + [b"{}"] * 100
    results = parallel.in_order(strict_json.loads, texts, processes=2, chunk=10)

    assert [next(results) for _ in range(33)] == [{}] * 33
    with pytest.raises(MalformedError, match="a name stands twice") as caught:
        next(results)
    assert caught.value.at == "/a"
    assert caught.value.say("bg").startswith("/a: не може да бъде прочетено: едно име стои два пъти")
    assert list(results) == []


def test_refuses_to_go_on_without_a_lost_worker():
    with pytest.raises(WorkerLostError):
        list(parallel.in_order(os._exit, [3] * 100, processes=2, chunk=5))


@pytest.mark.parametrize(("processes", "chunk"), [(0, 5), (2, 0)])
def test_refuses_no_processes_and_empty_chunks(processes, chunk):
    with pytest.raises(ValueError, match="processes, chunks of"):
        parallel.in_order(operator.neg, [1], processes=processes, chunk=chunk)


def test_workers_leave_when_their_caller_is_killed(tmp_path: Path):
    script = tmp_path / "caller.py"
    script.write_text(
        "import time\n"
        "from laurel import parallel\n"
        "if __name__ == '__main__':\n"
        "    for _ in parallel.in_order(time.sleep, (0.05 for _ in range(10_000)), processes=2, chunk=5):\n"
        "        print('working', flush=True)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(parallel.__file__).parents[1])}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=environment) as caller:
        assert caller.stdout
        assert caller.stdout.readline() == b"working\n"
        workers = _children_of(caller.pid)
        caller.send_signal(signal.SIGKILL)
    assert len(workers) >= 2

    deadline = time.monotonic() + 10
    while any(map(_lives, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_lives, workers))


def test_every_error_of_the_library_travels_whole():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, LaurelError)]
    problem = Problem(at="/name", code="X", en="a fault", bg="грешка")
    for kind in kinds:
        error = kind.__new__(kind, "spoken")
        error.__dict__.update(at=Phrase("here", "тук"), facts={"why": Phrase("so", "така")})
        back = pickle.loads(pickle.dumps(error))
        assert (type(back), back.args, back.at.bg, back.facts["why"].bg) == (kind, ("spoken",), "тук", "така")

    back = pickle.loads(pickle.dumps(DesignError([problem])))
    assert (back.problems, back.say("bg")) == ((problem,), DesignError([problem]).say("bg"))


def _children_of(pid: int) -> list[int]:
    return [int(each) for task in Path(f"/proc/{pid}/task").iterdir() for each in (task / "children").read_text().split()]


def _lives(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False
