"""The pictures of the documentation, taken from the demonstration as its people see it. Started by scripts/screenshots."""

from __future__ import annotations

import base64
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
PASSWORD = "laurel-demo"
UNIVERSITY = "/o/laurel-university"
DESKTOP = {"viewport": {"width": 1100, "height": 780}}
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 1.5, "is_mobile": True, "has_touch": True}
QUALITY = 78
TALLEST = 1500  # pixels of a page; what is below says nothing new

GRADEBOOK = """number,name,email,homework,project
F20111,Amina Yusuf,amina@learner.example,82,91
F20112,Борис Ангелов,boris.angelov@learner.example,,66
F20113,Весела Кирова,vesela.kirova@learner,74,80
F20114,Georgi Nikolov,georgi.nikolov@learner.example,seventy,71
F20115,Дарина Павлова,darina.pavlova@learner.example,95,900
F20116,Емил Захариев,emil.zahariev@learner.example,58,63
F20111,Amina Yusuf,amina.yusuf@learner.example,82,91
"""


class Desk:
    """One browser on one site: people log in, pages are photographed."""

    def __init__(self, browser: Browser, site: str, folder: Path) -> None:
        self.browser, self.site, self.folder = browser, site, folder

    def window(self, *, phone: bool = False, language: str = "en") -> Page:
        """A private window of a visitor."""
        shape: dict[str, Any] = PHONE if phone else DESKTOP
        context = self.browser.new_context(
            base_url=self.site,
            locale="bg-BG" if language == "bg" else "en-GB",
            timezone_id="Europe/Sofia",
            reduced_motion="reduce",
            color_scheme="light",
            accept_downloads=True,
            **shape,
        )
        context.set_default_timeout(15_000)
        return context.new_page()

    def log_in(self, email: str, *, phone: bool = False, language: str = "en") -> Page:
        """A window of one of the demonstration's people, in the language of the picture."""
        page = self.window(phone=phone, language=language)
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill(email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit], main form button:not([type])").first.click()
        page.wait_for_load_state()
        speak(page, language)
        return page

    def take(self, page: Page, name: str, *, whole: bool = False) -> None:
        """Write the window, or the whole page from its top, as WebP."""
        page.mouse.move(0, 0)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelector('.demo-strip')?.remove(); document.activeElement?.blur(); scrollTo(0, 0)")
        size = page.viewport_size or {"width": 1100, "height": 780}
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST) if whole else size["height"]
        camera = page.context.new_cdp_session(page)
        shot = camera.send(
            "Page.captureScreenshot",
            {
                "format": "webp",
                "quality": QUALITY,
                "captureBeyondViewport": whole,
                "clip": {"x": 0, "y": 0, "width": size["width"], "height": height, "scale": 1},
            },
        )
        written = IMAGES / f"{name}.webp"
        written.write_bytes(base64.b64decode(shot["data"]))
        print(f"{written.relative_to(ROOT)}  {written.stat().st_size // 1024} kB", flush=True)


def speak(page: Page, language: str) -> None:
    """Switch the page's language where it is another."""
    link = page.get_by_role("banner").get_by_role("link", name="English" if language == "en" else "Български")
    if link.count():
        link.click()
        page.wait_for_load_state()


def designing(desk: Desk) -> None:
    """author-start, author-form, author-check, author-preview, author-rules: from six questions to what the rules say."""
    page = desk.log_in("dmitri@business-school.example")
    page.goto("/o/danube-business-school/designs/start/")
    desk.take(page, "author-start", whole=True)
    page.goto("/o/danube-business-school/designs/?state=draft")
    draft = page.locator("main a").filter(has_text=re.compile("small business")).first
    draft.click()
    page.wait_for_load_state()
    overview = page.url
    page.goto(f"{overview}edit/assessment/")
    page.set_viewport_size({"width": 1100, "height": 1200})
    desk.take(page, "author-form")
    page.goto(f"{overview}edit/check/")
    desk.take(page, "author-check", whole=True)
    page.goto(f"{overview}preview/")
    desk.take(page, "author-preview", whole=True)
    page.goto(f"{overview}rules/")
    desk.take(page, "author-rules", whole=True)


def reviewing(desk: Desk) -> None:
    """quality-review, quality-overview, quality-rounds: what a quality officer decides on, and what is kept of it."""
    page = desk.log_in("carla@university.example")
    page.goto(f"{UNIVERSITY}/designs/?state=in_review")
    page.get_by_role("link", name=re.compile("Green")).first.click()
    page.get_by_role("link", name="Review it").click()
    desk.take(page, "quality-review", whole=True)
    page.goto(f"{UNIVERSITY}/quality/")
    desk.take(page, "quality-overview", whole=True)
    page.goto(f"{UNIVERSITY}/designs/?state=published")
    page.locator("main a[href*='/designs/']").filter(has_text=re.compile("Python")).first.click()
    page.wait_for_load_state()
    page.goto(f"{page.url}rounds/")
    desk.take(page, "quality-rounds", whole=True)


def governing(desk: Desk) -> None:
    """policies, policies-compare, policies-compatibility, catalogue-coverage: rules as data, and how offers fare under them."""
    page = desk.window()
    page.goto("/policies/")
    desk.take(page, "policies", whole=True)
    page.goto("/policies/compare?left=nl&right=cmf")
    desk.take(page, "policies-compare", whole=True)
    page.goto("/catalogue/coverage")
    desk.take(page, "catalogue-coverage", whole=True)
    page = desk.log_in("carla@university.example")
    page.goto(f"{UNIVERSITY}/policies/compatibility/?pack=eu&pack=cmf")
    desk.take(page, "policies-compatibility", whole=True)


def grading(desk: Desk) -> None:
    """gradebook-columns, gradebook-preview: an upload with mistakes in it."""
    page = desk.log_in("bruno@university.example")
    page.goto(f"{UNIVERSITY}/cohorts/")
    page.get_by_role("link", name=re.compile("Spreadsheets")).first.click()
    file = {"name": "gradebook.csv", "mimeType": "text/csv", "buffer": GRADEBOOK.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Upload and choose the columns").click()
    desk.take(page, "gradebook-columns", whole=True)
    page.get_by_role("button", name="Check the file").last.click()
    desk.take(page, "gradebook-preview", whole=True)


def issuing(desk: Desk) -> None:
    """awards, batch, signing-keys, revoke: from results to badges, and the end of one."""
    page = desk.log_in("bruno@university.example")
    page.goto(f"{UNIVERSITY}/cohorts/")
    page.get_by_role("link", name=re.compile("Python")).first.click()
    page.get_by_role("link", name="Awards", exact=True).click()
    desk.take(page, "awards", whole=True)
    page.get_by_role("button", name=re.compile(r"^Award \d+ learners")).click()
    awards = page.url
    page = desk.log_in("rositsa@university.example")
    page.goto(awards)
    page.get_by_role("button", name=re.compile(r"^Issue \d+ badges")).click()
    page.get_by_text("See the issued badges").wait_for(timeout=60_000)
    desk.take(page, "batch")
    page.goto(f"{UNIVERSITY}/keys/")
    desk.take(page, "signing-keys", whole=True)
    page.goto(f"{UNIVERSITY}/credentials/?state=issued")
    page.get_by_role("link", name=re.compile("Lyubomir")).first.click()
    page.get_by_role("link", name="Revoke", exact=True).click()
    desk.take(page, "revoke", whole=True)


def learning(desk: Desk) -> None:
    """claim, my-badge, and both in Bulgarian: the learner's telephone."""
    for language, suffix in (("en", ""), ("bg", ".bg")):
        page = desk.window(phone=True, language=language)
        page.goto(_claim_link(desk))
        speak(page, language)
        desk.take(page, f"claim{suffix}")
        page = desk.log_in("amina@learner.example", phone=True, language=language)
        page.goto("/my/")
        page.locator("main a[href*='/my/']").first.click()
        desk.take(page, f"my-badge{suffix}", whole=True)


def verifying(desk: Desk) -> None:
    """badge, verify-valid, verify-revoked, verify-unknown: what an employer sees, in both languages."""
    amina = desk.log_in("amina@learner.example")
    amina.goto("/my/")
    amina.locator("main a[href*='/my/']").first.click()
    link = amina.locator("main input[readonly]").first.input_value()
    with amina.expect_download() as waiting:
        amina.get_by_role("link", name="Badge picture (PNG)").click()
    picture = desk.folder / "badge.png"
    waiting.value.save_as(picture)
    for language, suffix in (("en", ""), ("bg", ".bg")):
        page = desk.window(language=language)
        page.goto(link)
        speak(page, language)
        desk.take(page, f"badge{suffix}", whole=language == "en")
        _present(desk, page, picture, language)
        desk.take(page, f"verify-valid{suffix}", whole=True)
    changed = desk.folder / "changed.json"
    with amina.expect_download() as waiting:
        amina.get_by_role("link", name="Signed file (JSON), for wallets").click()
    waiting.value.save_as(changed)
    changed.write_text(changed.read_text().replace("Amina Yusuf", "Amina Yusef"))
    page = desk.window()
    _present(desk, page, changed, "en")
    desk.take(page, "verify-refused", whole=True)


def administering(desk: Desk) -> None:
    """members, api-keys: the administrator's pages."""
    page = desk.log_in("adela@university.example")
    page.goto(f"{UNIVERSITY}/members/")
    desk.take(page, "members")


PICTURES: tuple[tuple[frozenset[str], Callable[[Desk], None]], ...] = (
    (frozenset({"author-start", "author-form", "author-check", "author-preview", "author-rules"}), designing),
    (frozenset({"quality-review", "quality-overview", "quality-rounds"}), reviewing),
    (frozenset({"policies", "policies-compare", "policies-compatibility", "catalogue-coverage"}), governing),
    (frozenset({"gradebook-columns", "gradebook-preview"}), grading),
    (frozenset({"claim", "my-badge"}), learning),
    (frozenset({"badge", "verify-valid", "verify-refused", "verify"}), verifying),
    (frozenset({"members"}), administering),
    (frozenset({"awards", "batch", "signing-keys", "revoke"}), issuing),
)


def _present(desk: Desk, page: Page, file: Path, language: str) -> None:
    page.goto("/verify")
    speak(page, language)
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main .verdict").first.wait_for()
    page.locator("main details").first.evaluate("element => element.open = true")


def _claim_link(desk: Desk) -> str:
    page = desk.window()
    page.goto("/demo/mail")
    text = page.content()
    page.context.close()
    found = re.search(r"https?://[^\s\"<]+/claim/[\w-]+", text)
    if found is None:
        raise SystemExit("no message with a claim link was found")
    return found[0]


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """A demonstration of its own, or the one that SITE names."""
    if address := os.environ.get("SITE"):
        yield address
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "demo.log").open("w") as log:
        demo = subprocess.Popen(
            [ROOT / "demo", "--port", str(port), "--data", str(folder)], stdout=log, stderr=log, start_new_session=True
        )
    try:
        _wait(f"http://localhost:{port}", demo, folder / "demo.log")
        yield f"http://localhost:{port}"
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait(timeout=30)


def _wait(address: str, demo: subprocess.Popen[bytes], log: Path) -> None:
    for _second in range(240):
        if demo.poll() is not None:
            raise SystemExit(f"the demonstration did not start:\n{log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(1)
    raise SystemExit("the demonstration did not answer within four minutes")


def main(wanted: list[str]) -> None:
    """Take the pictures named, or all of them."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, site(Path(scratch)) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        desk = Desk(browser, address, Path(scratch))
        for names, takes in PICTURES:
            if not wanted or names & set(wanted):
                takes(desk)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
