"""What staff write in Markdown is shown as HTML that can do nothing."""

import pytest

from campus.web.markdown import rendered


def test_markdown_becomes_html():
    html = rendered("# Task\n\n- one\n- **two**\n\n[page](https://x.example/)\n\n|a|b|\n|-|-|\n|1|2|")
    assert "<h3>Task</h3>" in html
    assert "<strong>two</strong>" in html
    assert '<a href="https://x.example/" rel="noopener nofollow">page</a>' in html
    assert "<table>" in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,<script>)",
        "[x](vbscript:x)",
        "![x](https://evil.example/track.png)",
        "<javascript:alert(1)>",
        '[x](https://a.example/" onclick="alert(1))',
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_refuses_markup_that_could_act(text):
    html = rendered(text)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html.lower()
    assert 'href="data' not in html.lower()
    assert 'href="vbscript' not in html.lower()
    assert 'onclick="' not in html
