"""Runs the `laurel` command from one warm process, each time in a fork of its own, and says what the kernel measured of it.

python -m cost_meter, then one JSON list of arguments a line: [folder, argument, …]. What the command says goes to `said` and
`log` in the folder.
"""

from __future__ import annotations

import json
import os
import resource
import sys

from laurel.cli import main as laurel

HARD_SECONDS = 30


def main() -> None:
    """Serve until standard input ends."""
    for line in sys.stdin:
        folder, *arguments = json.loads(line)
        child = os.fork()
        if child == 0:
            run(folder, arguments)
        _, status, used = os.wait4(child, 0)
        measured = {"status": status, "seconds": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss * 1024}
        sys.stdout.write(json.dumps(measured) + "\n")
        sys.stdout.flush()


def run(folder: str, arguments: list[str]) -> None:
    """The child: the command, then the end."""
    resource.setrlimit(resource.RLIMIT_CPU, (HARD_SECONDS, HARD_SECONDS))
    os.chdir(folder)
    for number, name in ((1, "said"), (2, "log")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    code = 70
    try:
        code = laurel(arguments)
        sys.stdout.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
