"""The contexts that the test door knows: those of installed packages, the W3C's examples, and what the operator names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from django.conf import settings

from laurel.canon.contexts import OPEN, OpenContexts
from laurel.canon.strict_json import Limits, loads_object
from laurel.canon.vocabularies import EXAMPLES

_LIMITS: Final = Limits(size=2_000_000, depth=60, values=50_000)


@cache
def supplied() -> Mapping[str, Mapping[str, Any]]:
    """Those beside the ones that packages carry, by address; read once."""
    own = {url: loads_object(path.read_bytes(), limits=_LIMITS) for url, path in settings.TEST_DOOR_CONTEXTS.items()}
    return {**EXAMPLES, **own}


@cache
def known() -> OpenContexts:
    """All of them.

    Raises:
        ContextError: one of the operator's is no context, or stands at an address that a package answers for.
    """
    return OPEN.with_documents(supplied())
