"""Markdown that staff write, as HTML that is safe to show: no raw HTML, no pictures from elsewhere, links that run nothing."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

_HIGHEST = 3  # headings inside a page begin below its own


def rendered(text: str) -> SafeString:
    """The text as HTML. Tags in it are shown as they were typed; headings begin at the third level."""
    # The renderer escapes everything that is not its own, and takes no link but http, https and mailto.
    return SafeString(_renderer().render(text))


@lru_cache(maxsize=1)
def _renderer() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable(["image"])
    made.validateLink = _is_harmless  # type: ignore[method-assign]
    made.add_render_rule("link_open", _link)
    made.add_render_rule("heading_open", _heading)
    made.add_render_rule("heading_close", _heading)
    return made


def _is_harmless(url: str) -> bool:
    return url.strip().lower().startswith(("https://", "http://", "mailto:"))


def _link(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, _env: MutableMapping[str, Any]
) -> str:
    tokens[place].attrSet("rel", "noopener nofollow")
    return renderer.renderToken(tokens, place, options, _env)


def _heading(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, _env: MutableMapping[str, Any]
) -> str:
    tokens[place].tag = f"h{min(6, int(tokens[place].tag[1]) + _HIGHEST - 1)}"
    return renderer.renderToken(tokens, place, options, _env)
