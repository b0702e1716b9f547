"""Commands for authors and translators: ``flask check``, ``flask content new``, ``flask i18n``.

Also ``flask brand``, ``flask figures`` and ``flask guide``, from modules of their own."""

from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import click
from babel.messages.frontend import CommandLineInterface
from flask import Flask
from flask.cli import AppGroup
from flask_babel import force_locale

from fascia import authoring, brand, catalogues, guide, i18n, proofreading, views
from fascia.figures import commands as figures
from fascia.library import CONTENT, ContentError, Library
from fascia.phrases import said
from fascia.proofreading.passages import of_catalogue, of_library
from fascia.proofreading.speech import Line
from fascia.timeline import cues_for

ROOT = i18n.TRANSLATIONS.parent


def babel(*arguments: str) -> None:
    CommandLineInterface().run(["pybabel", "-q", *arguments])


def extract(template: Path = i18n.TRANSLATIONS / "messages.pot") -> None:
    """Collect the strings of the templates into ``template``."""
    # From the root of the project, so that the places in the catalogues are relative to it.
    with chdir(ROOT):
        babel("extract", "-F", "translations/babel.cfg", "--sort-by-file", "--add-location",
              "file", "--omit-header", "-o", str(template), ".")  # fmt: skip


def language_faults(app: Flask) -> list[str]:
    """What is wrong with the words of the content, the interface and the voice."""
    library = app.extensions["library"]
    passages = list(of_library(library))
    scripts: dict[str, list[list[Line]]] = {}
    for code in i18n.LANGUAGES:
        template = i18n.TRANSLATIONS / "messages.pot"
        source = template if code == i18n.SOURCE else i18n.catalogue_path(code)
        passages += of_catalogue(code, catalogues.read_catalogue(source))
        with app.test_request_context(f"/{code}/"), force_locale(code):
            scripts[code] = list(script_lines(app.extensions["libraries"][code], code))
    return proofreading.faults(library, passages, scripts, growing=i18n.growing())


def script_lines(library: Library, code: str) -> Iterator[list[Line]]:
    """All that is said, routine by routine, in the language of the request."""
    for routine in library.routines.values():
        yield [
            Line(routine.id, cue.step + 1, cue.kind, cue.at,
                 said(cue, routine, library.techniques, code))
            for cue in cues_for(routine, library.techniques)
        ]  # fmt: skip


def add_authors_commands(app: Flask) -> None:
    """The commands that work on content which is not sound, too."""

    @app.cli.command()
    def check():
        """Look for faults in the content, in the catalogues and in the language of both."""
        extract()
        faults = catalogues.faults()
        unsound = app.extensions.get("unsound")
        if unsound:
            faults = unsound.faults + faults
        else:
            try:
                faults += language_faults(app)
            except ImportError as error:
                raise click.ClickException(
                    f"{error}. This needs: pip install -r fascia/proofreading/requirements.txt"
                ) from None
        for fault in faults:
            click.echo(fault, err=True)
        if unsound:
            click.echo("The language is looked at when these are mended.", err=True)
        if faults:
            raise SystemExit(f"{len(faults)} fault(s).")
        library = app.extensions["library"]
        click.echo(
            f"{len(library.techniques)} techniques, {len(library.routines)} routines, "
            f"{len(library.programmes)} programmes, {len(library.pages)} articles, "
            f"{len(i18n.LANGUAGES)} languages: no faults."
        )

    content = click.Group("content", help="Techniques, routines, programmes and articles.")
    app.cli.add_command(content)

    @content.command()
    @click.argument("kind", type=click.Choice(list(authoring.KINDS)))
    @click.argument("ident", metavar="ID")
    def new(kind: str, ident: str):
        """Begin a file of content, with every field explained and nothing filled in."""
        taken = views.TAKEN if kind == "article" else ()
        folder = Path(app.config.get("CONTENT") or CONTENT)
        try:
            files = authoring.begin(kind, ident, i18n.LANGUAGES, folder, taken)
        except authoring.Refusal as refusal:
            raise click.ClickException(str(refusal)) from None
        for file in files:
            click.echo(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file)

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


def init_app(app: Flask) -> None:
    add_authors_commands(app)
    brand.init_app(app)
    figures.init_app(app)
    guide.init_app(app)


# ---- the commands that mend, when there is no application ----


class Commands(AppGroup):
    """The commands that need no sound content; the others say what is in their way."""

    def __init__(self, error: ContentError):
        super().__init__()
        self.error = error

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        command = super().get_command(context, name)
        if command is None:
            raise click.ClickException(f"This needs sound content. {self.error}")
        return command


def unsound(error: ContentError) -> Flask:
    """An application that serves nothing, with the commands that help to mend the content."""
    app = Flask("fascia", static_folder=None)
    app.config.from_prefixed_env("FASCIA")
    app.cli = Commands(error)
    app.extensions["unsound"] = error
    add_authors_commands(app)
    return app
