from collections.abc import Callable
from typing import Any

from pyld.resolved_context import ResolvedContext

class ContextResolver:
    per_op_cache: dict[str, Any]
    shared_cache: Any
    document_loader: Callable[[str, object], dict[str, Any]]
    max_context_urls: int
    def __init__(
        self, shared_cache: Any, document_loader: Callable[[str, object], dict[str, Any]], max_context_urls: int = ...
    ) -> None: ...
    def resolve(self, active_ctx: Any, context: Any, base: str, cycles: set[str] | None = None) -> list[ResolvedContext]: ...
