"""The pictures of the guide for authors, ``content/README.md``: photographs of the site itself.

``flask guide pictures`` takes them, authors commit them. Only that command needs Playwright and a
Chromium.
"""

import shutil
import tempfile
from pathlib import Path

import click
from flask import Flask

from fascia import authoring, brand, i18n, workbench
from fascia.library import CONTENT, ContentError, load_library

PICTURES = CONTENT / "guide"

#: Picture → the address of the page that it shows.
PAGES = {
    "technique": "/en/techniques/foot-arch-press",
    "technique-dutch": "/nl/techniques/foot-arch-press",
    "routine": "/en/routines/foot-reset-7",
    "player": "/en/routines/foot-reset-7/play",
    "article": "/en/mobility",
    "reading-list": "/en/read",
}

#: And one that is no page of the site: what ``make dev`` shows while a file is not filled in.
UNFINISHED = "unfinished"

WIDTH, HEIGHT = 360, 640


def unfinished_page() -> str:
    """The faults of a technique that was just begun."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder, "content")
        shutil.copytree(CONTENT, content)
        authoring.begin("technique", "calf-wring", i18n.LANGUAGES, content)
        try:
            load_library(i18n.LANGUAGES, content)
        except ContentError as error:
            return workbench.fault_page(error.faults, "")
    raise AssertionError("a technique that was just begun is not refused")


def init_app(app: Flask) -> None:
    commands = click.Group("guide", help="The guide for authors.")
    app.cli.add_command(commands)

    @commands.command()
    def pictures():
        """Photograph the pages that the guide shows."""
        app.debug = True
        with brand.serve(app) as origin, brand.open_browser() as browser:
            for name, path in PAGES.items():
                picture = brand.photograph(browser, f"{origin}{path}", WIDTH, HEIGHT, 1)
                brand.write(f"{name}.png", brand.flatten(picture, path), PICTURES)
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.set_content(unfinished_page())
            picture = brand.flatten(page.screenshot(), UNFINISHED)
            brand.write(f"{UNFINISHED}.png", picture, PICTURES)
