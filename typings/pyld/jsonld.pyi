from collections.abc import Callable, Mapping
from typing import Any

class JsonLdError(Exception):
    type: str
    code: str | None
    details: Mapping[str, Any] | None

def expand(
    input_: Mapping[str, Any],
    options: Mapping[str, Any] | None = None,
    on_property_dropped: Callable[[object], None] = ...,
) -> list[Any]: ...
