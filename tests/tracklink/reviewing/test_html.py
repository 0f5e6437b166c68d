import json
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import require
from tests.tracklink.reviewing.made_report import EVIL, document, write_report
from tracklink.reviewing import html_of, read_report

CHROMIUM = Path("/usr/bin/chromium")

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    require(CHROMIUM, "apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The report in it."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "report.html").write_text(html_of(read_report(write_report(folder / "report.json"))))
    with closing(browser.new_page(viewport={"width": 1200, "height": 900})) as opened:
        opened.goto((folder / "report.html").as_uri())
        yield opened
        if kept := os.environ.get("TRACKLINK_SCREENSHOT"):
            opened.screenshot(path=kept, full_page=True)


def _opened(browser: Browser, folder: Path, stated: dict[str, Any], **context: Any) -> Page:  # noqa: ANN401 playwright's
    (folder / "report.json").write_text(json.dumps(stated))
    (folder / "report.html").write_text(html_of(read_report(folder / "report.json")))
    page = browser.new_page(**context)
    page.goto((folder / "report.html").as_uri())
    return page


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


def test_what_nobody_could_say_is_no_no(browser: Browser, tmp_path: Path) -> None:
    """An entry that could not be asked about is counted by itself, and not as one without an offer."""
    stated = document()
    stated["entries"][4] |= {"outcome": "UNAVAILABLE", "reason": "The server went away."}
    with closing(_opened(browser, tmp_path, stated)) as page:
        figures = page.locator(".figure").all_inner_texts()
        offered = page.locator("article").last.locator(".side").last.inner_text()

    assert figures[-2:] == ["0\nwithout an offer", "1\ncould not be asked about"]
    assert "Nobody could say." in offered


def test_a_transfer_has_its_own_words(browser: Browser, tmp_path: Path) -> None:
    """Its entries are not gone, and what was found needs no look."""
    stated = document() | {"provider": "youtube_music", "summary": {"entries": 5, "found": 2}}
    stated["entries"][1]["outcome"] = "LINKED"
    with closing(_opened(browser, tmp_path, stated)) as page:
        told = page.locator("#about").inner_text(), page.locator(".figure").all_inner_texts()
        title, side = page.title(), page.locator("article .label").first.text_content()

    assert (title, side, told[0]) == ("Playlist transfer", "Asked", "to YouTube Music, for DE")
    assert told[1][:3] == ["5\nentries", "2\nfound", "1\nto be looked at"]


def test_a_telephone_shows_all_of_it(browser: Browser, tmp_path: Path) -> None:
    """Nothing is cut at the side, in the dark neither; a title from right to left reads as such."""
    stated = document()
    stated["entries"][1]["asked"]["title"] = "שיר הים (Live) " + "Endlos" * 30
    size = {"width": 360, "height": 700}
    with closing(_opened(browser, tmp_path, stated, viewport=size, color_scheme="dark")) as page:
        wide = page.evaluate("document.documentElement.scrollWidth")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        bidi = page.locator("article .title").first.evaluate("title => getComputedStyle(title).unicodeBidi")

    assert (wide, paper, bidi) == (360, "rgb(20, 24, 31)", "plaintext")


def test_a_long_report_is_shown_whole(browser: Browser, tmp_path: Path) -> None:
    """Entry after entry in its order, though the first are there before the last."""
    stated = document()
    stated["entries"] = [stated["entries"][4] | {"position": place} for place in range(1, 1_001)]
    with closing(_opened(browser, tmp_path, stated)) as page:
        page.locator("article").nth(999).wait_for()
        places = page.locator("article .place").all_text_contents()
        page.get_by_label("Sort by").select_option("sure")
        page.get_by_label("Search").fill("nobody sings this")
        page.get_by_text("Nothing here fits.").wait_for()
        left = page.locator("article").count()

    assert places == [f"No. {place}" for place in range(1, 1_001)]
    assert left == 0
