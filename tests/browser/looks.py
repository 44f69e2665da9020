"""What a browser test asserts about a whole page, and how it takes its picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCREENS = Path(__file__).resolve().parents[2] / ".cache" / "screens"
GRAVE = {"serious", "critical"}


def assert_accessible(page: Page) -> None:
    """axe-core finds nothing serious or critical."""
    found = Axe().run(page).response["violations"]
    grave = [violation for violation in found if violation["impact"] in GRAVE]
    assert not grave, f"{page.url}\n" + "\n".join(_told(violation) for violation in grave)


def assert_fits(page: Page) -> None:
    """Nothing sticks out to the right: a telephone never scrolls sideways."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{page.url} is {over} px wider than the window"


def picture(page: Page, name: str) -> Path:
    """A full-page screenshot in .cache/screens."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    path = SCREENS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def _told(violation: dict[str, Any]) -> str:
    places = "\n".join(f"    {node['html'][:200]}\n      {node.get('failureSummary', '')}" for node in violation["nodes"][:5])
    return f"  {violation['id']} ({violation['impact']}): {violation['help']}\n{places}"
