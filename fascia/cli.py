"""Commands for authors and translators: ``flask check``, ``flask i18n add|update``.

Also ``flask brand build|screenshots``, from :mod:`fascia.brand`."""

from contextlib import chdir
from pathlib import Path

import click
from babel.messages.frontend import CommandLineInterface
from flask import Flask

from fascia import brand, i18n
from fascia.figures import commands as figures

ROOT = i18n.TRANSLATIONS.parent


def babel(*arguments: str) -> None:
    CommandLineInterface().run(["pybabel", "-q", *arguments])


def extract(template: Path = i18n.TRANSLATIONS / "messages.pot") -> None:
    """Collect the strings of the templates into ``template``."""
    # From the root of the project, so that the places in the catalogues are relative to it.
    with chdir(ROOT):
        babel("extract", "-F", "translations/babel.cfg", "--sort-by-file", "--add-location",
              "file", "--omit-header", "-o", str(template), ".")  # fmt: skip


def init_app(app: Flask) -> None:
    @app.cli.command()
    def check():
        """Look for faults in the content and in the catalogues."""
        # The content was checked when the application was made; it would not be here otherwise.
        library = app.extensions["library"]
        extract()
        faults = i18n.catalogue_faults()
        for fault in faults:
            click.echo(fault, err=True)
        if faults:
            raise SystemExit(1)
        click.echo(
            f"{len(library.techniques)} techniques, {len(library.routines)} routines, "
            f"{len(library.programmes)} programmes, "
            f"{len(i18n.LANGUAGES)} languages: no faults."
        )

    commands = click.Group("i18n", help="The catalogues of the interface.")
    app.cli.add_command(commands)

    @commands.command()
    @click.argument("code")
    def add(code: str):
        """Start the catalogue of a language."""
        extract()
        babel("init", "-i", str(i18n.TRANSLATIONS / "messages.pot"), "-d", str(i18n.TRANSLATIONS),
              "-l", code)  # fmt: skip

    @commands.command()
    def update():
        """Collect the strings of the templates into every catalogue."""
        extract()
        babel("update", "-i", str(i18n.TRANSLATIONS / "messages.pot"), "-d",
              str(i18n.TRANSLATIONS), "--ignore-obsolete", "--omit-header",
              "--no-wrap")  # fmt: skip

    brand.init_app(app)
    figures.init_app(app)
