"""The platform as its users meet it: the real server, the real worker, Debian's Chromium."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from tests.e2e import e2e_steps as steps
from tests.e2e.e2e_axe import Rules
from tests.e2e.e2e_pages import Visit, visits
from tests.e2e.e2e_papers import text_plan
from tests.e2e.e2e_platform import Platform, started
from tests.e2e.e2e_steps import People
from tests.e2e.e2e_visits import Walk, walk

HERE: Final = Path(__file__).resolve().parent
CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests open sockets to this machine, and need a browser."""
    here = [item for item in items if HERE in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.network)
        item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1", "localhost"]))
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="Chromium is absent: sudo apt-get install chromium"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=10_000)
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """`lotrinh serve --demo`, running; tests of one process share it."""
    with started(tmp_path_factory.mktemp("demo"), demo=True) as platform:
        yield platform


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Platform]:
    """`lotrinh serve` on an empty data folder, running."""
    with started(tmp_path, demo=False) as platform:
        yield platform


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of nobody, at 1440 px."""
    with _profile(browser) as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def signed_in(browser: Browser, demo: Platform) -> Callable[[str], StorageState]:
    """The cookies of the person in a role, or of a user name: each signs in once."""

    @cache
    def cookies(who: str) -> StorageState:
        with _profile(browser) as context:
            demo.sign_in(context.new_page(), who)
            return context.storage_state()

    return cookies


@pytest.fixture
def people(browser: Browser, signed_in: Callable[[str], StorageState]) -> Iterator[People]:
    """`people("coordinator")`: a page of the person in this role, signed in, in a profile of their own."""
    with ExitStack() as profiles:

        def page_of(who: str) -> Page:
            return profiles.enter_context(_profile(browser, signed_in(who))).new_page()

        yield page_of


@pytest.fixture(scope="session")
def pages(browser: Browser, demo: Platform, signed_in: Callable[[str], StorageState]) -> tuple[Visit, ...]:
    """A visit to every page: beside the demonstration's own reviews, places, a webhook."""
    with ExitStack() as profiles:
        coordinator, division, head = (
            profiles.enter_context(_profile(browser, signed_in(role))).new_page()
            for role in ("coordinator", "head_of_division", "head_of_agency")
        )
        reviews = []
        for _ in range(2):
            steps.upload(coordinator, demo, text_plan().file)
            reviews.append(int(steps.open_review(coordinator).rstrip("/").rpartition("/")[2]))
        steps.accept_everything(coordinator)
        approval = steps.submit(coordinator)
        steps.approve(division, approval)
        steps.approve(head, approval)
        steps.listen(coordinator, demo)
        steps.load_places(profiles.enter_context(_profile(browser, signed_in("operator"))).new_page(), demo)
    return visits(demo.data_dir, open_review=reviews[0], approved_review=reviews[1])


@pytest.fixture
def walking(browser: Browser, demo: Platform, signed_in: Callable[[str], StorageState]) -> Callable[..., Walk]:
    """`walking(visits, viewport=…)`: the visits one after the other."""
    return partial(walk, browser, demo, signed_in)


@contextmanager
def _profile(browser: Browser, cookies: StorageState | None = None) -> Iterator[BrowserContext]:
    """A browser profile of its own that ends with the block."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True, storage_state=cookies)
    context.set_default_timeout(10_000)
    try:
        yield context
    finally:
        context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, the version that `package-lock.json` pins."""
    source = HERE / "node_modules" / "axe-core" / "axe.min.js"
    if not source.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm is absent: the rules of accessibility are not checked")
        done = subprocess.run(
            [npm, "ci", "--no-audit", "--no-fund"], cwd=HERE, capture_output=True, text=True, check=False
        )
        if done.returncode:
            pytest.skip(
                f"axe-core cannot be fetched: the rules of accessibility are not checked ({done.stderr[-200:]})"
            )
    return source.read_text(encoding="utf-8")


@pytest.fixture
def rules(axe: str) -> Rules:
    """`rules.hold(page)`: the page, as a journey has brought it about, breaks no serious rule."""
    return Rules(axe)
