"""`manage.py worker`: react to what happens, until told to stop."""

from __future__ import annotations

import os
import signal
import socket
from types import FrameType

from django.core.management.base import BaseCommand

from campus.jobs.worker import Worker


class Command(BaseCommand):
    help = "React to facts and keep the schedule, until SIGTERM or Ctrl-C. With SQLite, run exactly one."

    def handle(self, *arguments: object, **options: object) -> None:
        worker = Worker(name=f"{socket.gethostname()}-{os.getpid()}")

        def stop(signum: int, frame: FrameType | None) -> None:
            worker.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        worker.run()
