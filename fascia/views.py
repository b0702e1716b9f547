"""Thin routes: each finds its content and names its template. Decides nothing else.

A page declares with :func:`page` which values its address takes, so :func:`every_url` can list
the whole site. Every body is a function of its address alone.
"""

from collections.abc import Callable, Iterable
from itertools import product

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request, url_for
from markdown_it import MarkdownIt

from fascia.i18n import LANGUAGES, SOURCE, language
from fascia.library import Library
from fascia.timeline import cues_for

pages = Blueprint("pages", __name__, url_prefix=f"/<any({','.join(LANGUAGES)}):language>")
root = Blueprint("root", __name__)

Choices = Callable[[Library], Iterable[str]]

#: Endpoint → the parameters of its address and the values they take.
_CHOICES: dict[str, dict[str, Choices]] = {}

#: First parts of the addresses of other pages: no article can have one of these as its id.
TAKEN: set[str] = set()


def page(rule: str, **choices: Choices):
    """Register a page; each keyword names a parameter of ``rule`` and lists its values."""

    def register(view):
        pages.add_url_rule(rule, view_func=view)
        _CHOICES[f"pages.{view.__name__}"] = choices
        TAKEN.add(rule.split("/")[1])
        return view

    return register


def every_url(app: Flask) -> list[str]:
    """The address of every page in every language."""
    # A list, not a generator: the context below must be closed before a page is asked for.
    with app.test_request_context():
        return [
            url_for(endpoint, language=code, **dict(zip(choices, values, strict=True)))
            for code in LANGUAGES
            for endpoint, choices in _CHOICES.items()
            for values in product(*(values(library()) for values in choices.values()))
        ]


def library() -> Library:
    return current_app.extensions["library"]


def find(entries, ident: str):
    """The entry, or the page that says that it is not there."""
    return entries[ident] if ident in entries else abort(404)


# ---- pages ----


@page("/")
def home():
    return render_template("pages/home.html")


def regions_and_groups(library: Library) -> list[str]:
    """Ids that have a list of their own: a group of one region is that region."""
    vocabulary = library.vocabulary
    groups = [g for g in vocabulary.groups if len(vocabulary.regions_in(g)) > 1]
    return groups + list(vocabulary.regions)


@page("/techniques")
def techniques():
    return render_template("techniques/index.html", techniques=list(library().techniques.values()))


@page("/techniques/region/<region>", region=regions_and_groups)
def techniques_by_region(region: str):
    found = find({name: name for name in regions_and_groups(library())}, region)
    vocabulary = library().vocabulary
    if found in vocabulary.regions:
        group = vocabulary.regions[found].group
        shown = library().techniques_in(found)
    else:
        group = found
        shown = library().techniques_in_group(found)
    return render_template("techniques/index.html", techniques=shown, selected=found, group=group)


def tools_in_use(library: Library) -> list[str]:
    return [tool for tool in library.vocabulary.tools if library.techniques_with(tool)]


@page("/techniques/tool/<tool>", tool=tools_in_use)
def techniques_by_tool(tool: str):
    found = find({name: name for name in tools_in_use(library())}, tool)
    return render_template(
        "techniques/index.html",
        techniques=library().techniques_with(found),
        selected=found,
        tool=found,
    )


@page("/techniques/<technique>", technique=lambda library: library.techniques)
def technique(technique: str):
    found = find(library().techniques, technique)
    return render_template(
        "techniques/show.html",
        technique=found,
        routines=library().routines_with(technique),
    )


@page("/routines")
def routines():
    return render_template("routines/index.html", routines=list(library().routines.values()))


@page("/routines/<routine>", routine=lambda library: library.routines)
def routine(routine: str):
    found = find(library().routines, routine)
    return render_template("routines/show.html", routine=found)


@page("/routines/<routine>/play", routine=lambda library: library.routines)
def play(routine: str):
    found = find(library().routines, routine)
    return render_template(
        "routines/play.html",
        routine=found,
        cues=cues_for(found, library().techniques),
    )


@page("/<article>", article=lambda library: library.pages)
def article(article: str):
    found = find(library().pages, article)[language()]
    markdown = found.markdown.replace("/LANG/", f"/{language()}/")
    return render_template(
        "pages/article.html",
        article=found,
        body=prose(markdown),
    )


def prose(markdown: str) -> str:
    """Markdown as HTML; a fence called "drawing" becomes the drawing that it names."""
    renderer = MarkdownIt("commonmark")
    renderer.add_render_rule("fence", drawing_or_code)
    return renderer.render(markdown)


def drawing_or_code(renderer, tokens, index, options, env) -> str:
    token = tokens[index]
    if token.info.strip() == "drawing":
        return render_template(f"drawings/{token.content.strip()}.html")
    return renderer.fence(tokens, index, options, env)


@page("/when-not-to-practise")
def when_not_to_practise():
    return render_template("pages/when-not.html", safety=library().safety)


@page("/read")
def read():
    groups = {
        group: [library().pages[ident][language()] for ident in articles]
        for group, articles in library().reading
    }
    return render_template("pages/read.html", groups=groups)


@page("/install")
def install():
    return render_template("pages/install.html")


@page("/offline")
def offline():
    """What the worker answers when a page is neither stored nor reachable."""
    return render_template("pages/offline.html")


# ---- the root: the only address that looks at what a browser prefers ----


@root.get("/")
def choose_language():
    preferred = request.accept_languages.best_match(LANGUAGES, default=SOURCE)
    response = redirect(url_for("pages.home", language=preferred))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept-Language"
    return response


def problem(error):
    """Not found, not allowed or broken, said in the language of the address."""
    return render_template("pages/problem.html", status=error.code), error.code


def init_app(app: Flask) -> None:
    app.register_blueprint(pages)
    app.register_blueprint(root)
    for status in (404, 405, 500):
        app.register_error_handler(status, problem)
