"""Where vectors and data that others made lie beside the checkout; tests that need them carry the marker `shared`."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("LAUREL_SHARED", Path(__file__).resolve().parents[2] / "shared"))

needs_shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the shared vectors and data are not beside this checkout"),
]
