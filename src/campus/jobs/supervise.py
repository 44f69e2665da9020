"""Keep child processes running until told to stop, and stop them in order."""

from __future__ import annotations

import signal
import subprocess  # our own interpreter with fixed arguments
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

LONGEST_START = 60.0
MOST_RESTARTS = 5
RESTARTS_WITHIN = 60.0
TIME_TO_STOP = 10.0


@dataclass(slots=True)
class Child:
    """A process to keep running, and when it had to be started again."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    restarts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it; standard output and error are shared."""
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL)  # noqa: S603

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None


def supervise(children: list[Child], *, ready: Callable[[], bool], greet: Callable[[], None]) -> int:
    """Start the first child, greet when `ready` says so, start the others, restart what dies. The exit code.

    On Ctrl-C or SIGTERM all are stopped.
    """
    try:
        children[0].start()
        return _watch(children, ready=ready, greet=greet)
    except KeyboardInterrupt:
        _tell("\nStopping …")
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not interrupt the stopping
        _stop(children)


def _watch(children: list[Child], *, ready: Callable[[], bool], greet: Callable[[], None]) -> int:
    began, greeted = time.monotonic(), False
    while True:
        for child in children if greeted else children[:1]:
            if not child.running and not _start_again(child):
                return 1
        if not greeted and ready():
            greet()
            greeted = True
            for child in children[1:]:
                child.start()
        if not greeted and time.monotonic() - began > LONGEST_START:
            _tell(f"The {children[0].name} does not answer after {LONGEST_START:.0f} s.")
            return 1
        time.sleep(0.5 if greeted else 0.1)


def _start_again(child: Child) -> bool:
    now = time.monotonic()
    child.restarts = [at for at in child.restarts if now - at < RESTARTS_WITHIN] + [now]
    if len(child.restarts) > MOST_RESTARTS:
        _tell(f"The {child.name} keeps stopping. What it said stands above.")
        return False
    _tell(f"The {child.name} stopped and is started again.")
    time.sleep(min(2 ** len(child.restarts) / 4, 5))
    child.start()
    return True


def _stop(children: list[Child]) -> None:
    started = [child.process for child in children if child.process is not None]
    for process in started:
        if process.poll() is None:
            process.terminate()
    ends = time.monotonic() + TIME_TO_STOP
    for process in started:
        try:
            process.wait(timeout=max(0.1, ends - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
