import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.conftest import require
from tests.tracklink.reviewing.made_report import EVIL, write_report
from tracklink.reviewing import html_of, read_report

CHROMIUM = Path("/usr/bin/chromium")

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The report in headless Chromium."""
    require(CHROMIUM, "apt-get install chromium")
    folder = tmp_path_factory.mktemp("report")
    (folder / "report.html").write_text(html_of(read_report(write_report(folder / "report.json"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 1200, "height": 900})
        opened.goto((folder / "report.html").as_uri())
        yield opened
        if kept := os.environ.get("TRACKLINK_SCREENSHOT"):
            opened.screenshot(path=kept, full_page=True)
        browser.close()


def _places(page: Page) -> list[str]:
    return page.locator("article .place").all_inner_texts()


def test_all_gone_entries_are_shown_with_their_figures(page: Page) -> None:
    """In the order of the playlist, asked beside offered, with links to listen."""
    assert _places(page) == ["No. 2", "No. 3", "No. 4", "No. 5"]
    assert page.locator(".figure b").all_inner_texts() == ["5", "4", "2", "1", "1"]
    assert page.locator("a.listen").first.get_attribute("href") == "https://open.spotify.com/track/s2"


def test_a_verdict_filters(page: Page) -> None:
    """A chip shows the entries whose best offer has that verdict; "all" shows all again."""
    page.get_by_role("button", name="other version 1").click()
    filtered = _places(page)
    page.get_by_role("button", name="all 4").click()

    assert (filtered, len(_places(page))) == (["No. 4"], 4)


def test_entries_are_sorted_and_searched(page: Page) -> None:
    """By title, by how sure the best offer is; by words of what was asked and offered."""
    page.get_by_label("Sort by").select_option("sure")
    surest = _places(page)
    page.get_by_label("Sort by").select_option("position")
    page.get_by_label("Search").fill("KISSENSCHLACHT")
    found = _places(page)
    page.get_by_label("Search").fill("")

    assert (surest, found) == (["No. 2", "No. 3", "No. 4", "No. 5"], ["No. 4"])


def test_a_title_is_never_markup(page: Page) -> None:
    """What a stranger wrote into a title is shown, not run."""
    assert page.get_by_text(EVIL).count() == 2
    assert page.title() == "Playlist repair"
    assert page.locator("article img").count() == 0
