"""A desk on a real socket, and a real browser in front of it: Debian's chromium, driven by playwright."""

import contextlib
import io
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import uvicorn
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from stickerguard.review.app import create_app
from stickerguard.review.context import DeskContext
from stickerguard.review.database import Database
from stickerguard.review.guard import LOCAL
from stickerguard.review.intake import take_in
from stickerguard.review.pictures import Pictures
from stickerguard.types import MinorSignal, Thresholds, Verdict
from tests.review.pictures import sticker
from tests.review.rows import BUNDLE, write
from tests.service.server import free_port

TOKEN = "token-of-the-tests"
PATIENCE = 60_000
"""Milliseconds that a busy machine may take for a page."""


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of the system."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        # In containers the tests run as root, under which chromium refuses its sandbox; it opens this desk only.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass(frozen=True)
class Served:
    """A desk that answers."""

    url: str
    context: DeskContext

    @property
    def database(self) -> Database:
        """What was decided."""
        return self.context.database


@contextlib.contextmanager
def served(folder: Path, pictures: Pictures, *verdicts: Verdict, **options: float) -> Iterator[Served]:
    """A desk over these verdicts, its database, opened with `options`, in `folder`."""
    database = Database(folder / "review.sqlite", **options)  # type: ignore[arg-type]
    take_in(database, write(folder / "verdicts.jsonl", *verdicts))
    port = free_port()
    with DeskContext(database, pictures, {BUNDLE.sha256: Thresholds(0.6, 0.8)}) as context:
        app = create_app(context, token=TOKEN, cookie=f"desk{port}", hosts=LOCAL)
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield Served(f"http://127.0.0.1:{port}", context)
        server.should_exit = True
        thread.join()


class Visitor:
    """A browser window of its own with cookies of its own; what goes wrong in it, or leaves it, is noted."""

    def __init__(self, browser: Browser, url: str, *, dark: bool = False) -> None:
        self.url = url
        self.context: BrowserContext = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="en-GB", color_scheme="dark" if dark else "light"
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: self.faults.append(f"dialog {dialog.message}"))
        self.page.on("request", self._note)
        self.page.goto(f"{url}/?token={TOKEN}")

    def _note(self, request: object) -> None:
        asked = str(getattr(request, "url", ""))
        if not asked.startswith(f"{self.url}/"):
            self.faults.append(f"asked {asked}")

    def begin(self, name: str, **choices: str) -> None:
        """Give a name and begin; `choices` are values of the form."""
        page = self.page
        page.fill("#reviewer", name)
        for field, value in choices.items():
            if field in ("cards", "minutes"):
                page.fill(f"#{field}", value)
            else:
                page.check(f'input[name="{field}"][value="{value}"]')
        page.click("button.primary")
        page.wait_for_url("**/card")

    def press(self, key: str) -> None:
        """Press a key that sends a form, and wait for the page that follows."""
        with self.page.expect_navigation(url="**/card"):
            self.page.keyboard.press(key)

    @property
    def source(self) -> str:
        """The file name on the card."""
        return self.page.inner_text(".beside dd .name").rpartition("/")[2]


def pixels(locator: Locator) -> npt.NDArray[np.int16]:
    """A screenshot of an element: [height, width, 3]."""
    with Image.open(io.BytesIO(locator.screenshot())) as image:
        return np.asarray(image.convert("RGB"), np.int16)


def inside(locator: Locator, corner: int = 8) -> npt.NDArray[np.int16]:
    """The same without its rounded corners."""
    return pixels(locator)[corner:-corner, corner:-corner]


def colour(picture: npt.NDArray[np.int16]) -> int:
    """How far the channels of any pixel are apart."""
    return int(np.ptp(picture, axis=2).max())


def edges(picture: npt.NDArray[np.int16]) -> int:
    """The sharpest step between neighbouring pixels."""
    return int(max(np.abs(np.diff(picture, axis=axis)).max() for axis in (0, 1)))


Open = Callable[..., Served]
Visit = Callable[..., Visitor]
NOWHERE = MinorSignal("evaluated", 0.9, 0, 0.9)


def three(folder: Path) -> list[Verdict]:
    """Three stickers, the worst first."""
    return [sticker(folder, f"{name}.png", seed=seed, risk=0.9 - seed / 10) for seed, name in enumerate("abc")]


def plain(verdict: Verdict) -> Verdict:
    """Without boxes, which have colours and edges of their own."""
    lines = tuple(replace(line, box=None) for line in verdict.caption.lines)
    return replace(verdict, minor=NOWHERE, caption=replace(verdict.caption, lines=lines))


def decided(desk: Served) -> list[tuple[str, str, str]]:
    """What is in force: file, decision, note."""
    rows = desk.database.rows(
        """SELECT source, decision, note FROM decisions JOIN stickers ON stickers.number = sticker
        WHERE undone_at IS NULL ORDER BY decisions.number"""
    )
    return [(row["source"].rpartition("/")[2], row["decision"], row["note"]) for row in rows]
