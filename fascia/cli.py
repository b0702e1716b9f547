"""Commands for authors and translators: ``flask check``, ``flask content new``, ``flask i18n``,
``flask voice``.

Also ``flask brand``, ``flask figures`` and ``flask guide``, from modules of their own."""

import csv
import itertools
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import click
from babel.messages.frontend import CommandLineInterface
from flask import Flask
from flask.cli import AppGroup
from flask_babel import force_locale

from fascia import authoring, brand, catalogues, guide, i18n, proofreading, views, voice
from fascia.figures import commands as figures
from fascia.library import CONTENT, ContentError, Library
from fascia.phrases import said
from fascia.proofreading import recordings
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
                raise needs_proofreading(error) from None
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


# ---- the voice of a teacher ----


def voice_script(
    app: Flask, code: str, routine: str | None = None
) -> tuple[list[voice.Clip], dict[str, float]]:
    """What there is to record in a language, and the most seconds that each may take."""
    library = app.extensions["libraries"][code]
    with app.test_request_context(f"/{code}/"), force_locale(code):
        clips = voice.script(library, code)
    variants = itertools.product((False, True), repeat=2)
    sessions = itertools.chain.from_iterable(voice.sayings(library, *each) for each in variants)
    limits = recordings.longest(sessions, clips)
    if routine:
        cues = cues_for(library.routines[routine], library.techniques)
        said = {name for cue in cues for name in voice.clips_of(cue, library.routines[routine])}
        clips = [clip for clip in clips if clip.name in said]
    return clips, limits


def add_voice_commands(app: Flask) -> None:
    commands = click.Group(
        "voice", help="A teacher's own voice: what to record, and how it came out."
    )
    app.cli.add_command(commands)
    there = lambda code: {each.name for each in app.extensions["recordings"][code]}  # noqa: E731

    @commands.command()
    @click.option("--language", "only", type=click.Choice(list(i18n.LANGUAGES)), help="This one.")
    @click.option("--routine", metavar="ID", help="Only what this routine says.")
    @click.option("--csv", "as_csv", is_flag=True, help="For a spreadsheet.")
    def script(only: str | None, routine: str | None, as_csv: bool):
        """Print all that there is to record: name, exact words, and the time there is for it."""
        rows = csv.writer(sys.stdout, lineterminator="\n")
        if as_csv:
            rows.writerow(("language", "name", "seconds", "words", "recorded"))
        for code in [only] if only else i18n.LANGUAGES:
            library = app.extensions["libraries"][code]
            if routine and routine not in library.routines:
                raise click.ClickException(f"There is no routine {routine!r} in {code}.")
            clips, limits = voice_script(app, code, routine)
            recorded = there(code)
            width = max(len(clip.name) for clip in clips)
            if not as_csv:
                click.echo(f"\n{i18n.LANGUAGES[code].name}: + is recorded, s is the time at most")
            last: str | None = ""
            for clip in clips:
                # Down to a tenth: whoever keeps to what stands here is never over it.
                limit = limits.get(clip.name)
                seconds = f"{int(limit * 10) / 10:.1f}" if limit else ""
                if as_csv:
                    said = "yes" if clip.name in recorded else "no"
                    rows.writerow((code, clip.name, seconds, clip.words, said))
                    continue
                if clip.technique != last:
                    last = clip.technique
                    heading = library.techniques[last].words[code].name if last else "Everywhere"
                    click.echo(f"\n{heading}")
                mark = "+" if clip.name in recorded else " "
                time = f"{seconds} s" if seconds else ""
                click.echo(f"{mark} {clip.name:<{width}} {time:>7}  {clip.words}")

    @commands.command("check")
    def voice_check():
        """Look for faults in the recordings, and count what is missing."""
        scripts = {code: voice_script(app, code) for code in i18n.LANGUAGES}
        names = {code: {clip.name for clip in clips} for code, (clips, _) in scripts.items()}
        limits = {code: limits for code, (_, limits) in scripts.items()}
        content = Path(app.config.get("CONTENT") or CONTENT)
        try:
            faults = list(recordings.faults(content, names, limits))
        except ImportError as error:
            raise needs_proofreading(error) from None
        for fault in faults:
            click.echo(fault, err=True)
        for code, known in names.items():
            click.echo(
                f"{i18n.LANGUAGES[code].name}: {len(there(code) & known)} of {len(known)} recorded."
            )
        if faults:
            raise SystemExit(f"{len(faults)} fault(s).")


def needs_proofreading(error: ImportError) -> click.ClickException:
    return click.ClickException(
        f"{error}. This needs: pip install -r fascia/proofreading/requirements.txt"
    )


def init_app(app: Flask) -> None:
    add_authors_commands(app)
    add_voice_commands(app)
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
