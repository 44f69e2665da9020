"""JSON-LD expansion by PyLD, fenced in: contexts only from a given mapping, and what it drops or rewrites is caught."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any, Final, cast

from pyld import jsonld
from pyld.context_resolver import ContextResolver
from pyld.resolved_context import ResolvedContext

from laurel.canon.contexts import Context, OpenContexts
from laurel.canon.strict_json import pointer, walk
from laurel.errors import ContextError, JsonLdError, Phrase

NOWHERE: Final = "relative.invalid:"
"""The scheme that relative IRIs get, so that they can be told and refused. PyLD's own default is http://example.org/base/."""

_BASE: Final = f"{NOWHERE}//nowhere/a/b/c"
_REMEMBERED: Final = 64  # processed contexts kept for each context; PyLD keeps 10, too few for a nested credential


def expand(document: Mapping[str, Any], contexts: Mapping[str, Context]) -> list[Any]:
    """The expanded form of a document in plain form, or in open form under `OpenContexts`.

    Raises:
        JsonLdError: a term that no context defines, or JSON-LD that PyLD refuses.
        ContextError: a context that is not in `contexts`.
    """

    def refuse_dropped(term: object) -> None:
        raise _DroppedError(str(term))

    resolver = _resolver(contexts)
    options = {"base": _BASE, "documentLoader": resolver.document_loader, "contextResolver": resolver}
    try:
        return jsonld.expand(document, options, on_property_dropped=refuse_dropped)
    except _DroppedError as dropped:
        why = Phrase(f"the term {dropped.term!r:.80} is not defined here", f"терминът {dropped.term!r:.80} не е определен тук")
        raise JsonLdError(at=_places(document, dropped.term), why=why) from None
    except jsonld.JsonLdError as error:
        if isinstance(error.__cause__, ContextError):
            raise error.__cause__ from None
        code = str(error.code or error.type)
        raise JsonLdError(why=Phrase(f"JSON-LD: {code}", f"JSON-LD: {code}")) from error
    except (TypeError, ValueError, AttributeError, KeyError, IndexError, RecursionError) as error:
        # PyLD trusts the types of what it reads
        raise JsonLdError(
            why=Phrase("JSON-LD cannot read its structure", "JSON-LD не може да прочете структурата му")
        ) from error


class _DroppedError(Exception):
    """PyLD is about to drop a member."""

    def __init__(self, term: str) -> None:
        self.term = term
        super().__init__(term)


class _Resolver(ContextResolver):
    """Resolves contexts from a mapping, and remembers each inner context by identity instead of by its canonical text."""

    def __init__(self, contexts: Mapping[str, Context]) -> None:
        super().__init__({}, self._load)
        self.contexts = contexts
        self._by_identity: dict[int, tuple[Any, ResolvedContext]] = {}

    def resolve(self, active_ctx: Any, context: Any, base: str, cycles: set[str] | None = None) -> list[ResolvedContext]:
        """The resolved contexts of a local context; every object lives as long as this resolver."""
        if isinstance(context, Mapping) and "@context" not in context:
            return [self._remembered(cast("Mapping[str, Any]", context))]
        return super().resolve(active_ctx, context, base, cycles)

    def _remembered(self, context: Mapping[str, Any]) -> ResolvedContext:
        known = self._by_identity.get(id(context))
        if known is None:
            resolved = ResolvedContext(context)
            resolved.cache = type(resolved.cache)(maxsize=_REMEMBERED)
            # the context is kept too, so that its identity is not given to another
            known = self._by_identity[id(context)] = (context, resolved)
        return known[1]

    def _load(self, url: str, _: object) -> dict[str, Any]:
        if url not in self.contexts:
            raise ContextError(url=repr(url[:200]), why=Phrase("it is not among the known ones", "не е сред познатите"))
        document = {"@context": self.contexts[url].document["@context"]}
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": document,
            "tag": "static",
        }


_LOCAL = threading.local()  # PyLD's caches are not made for several threads


def _resolver(contexts: Mapping[str, Context]) -> _Resolver:
    if isinstance(contexts, OpenContexts):
        return _Resolver(contexts)  # it would keep what strangers define
    resolver: _Resolver | None = getattr(_LOCAL, "resolver", None)
    if resolver is None or resolver.contexts is not contexts:
        resolver = _LOCAL.resolver = _Resolver(contexts)
    return resolver


def _places(document: Mapping[str, Any], term: str) -> str:
    """The places where a member has this name; usually one."""
    found = [pointer(*steps) for steps, _ in walk(document) if steps and steps[-1] == term]
    return ", ".join(found[:3])
