"""A worker process of its own, to be killed: `python worker.py <batch>`, on the database that LAUREL_DATABASE_URL names."""

import os
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campus.settings")

import django

django.setup()

from django.utils import timezone  # noqa: E402

from campus.issuing.work import run_batch  # noqa: E402

sys.stdout.write("ready\n")
sys.stdout.flush()
run_batch(int(sys.argv[1]), now=timezone.now, chunk=3, lease_for=timedelta(seconds=0.5))
