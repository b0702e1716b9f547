"""Thin routes: each finds its content and names its template. Decides nothing else.

A page declares with :func:`page` which values its address takes, so :func:`every_url` can list
the whole site. Every body is a function of its address alone.
"""

from collections.abc import Callable, Iterable
from itertools import product

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request, url_for
from flask_babel import gettext

from fascia.i18n import LANGUAGES, SOURCE, Language, growing, language
from fascia.index import Reading, household_in_use, tools_to_have
from fascia.library import Library
from fascia.models import Term
from fascia.related import related

pages = Blueprint("pages", __name__, url_prefix=f"/<any({','.join(LANGUAGES)}):language>")
root = Blueprint("root", __name__)

Choices = Callable[[Library], Iterable[str]]
Addresses = Callable[[Library], Iterable[dict[str, str]]]

#: Endpoint → the parameters of each of its addresses.
_ADDRESSES: dict[str, Addresses] = {}
_PIECES: list[str] = []

#: First parts of the addresses of other pages: no article can have one of these as its id.
TAKEN: set[str] = set()


def page(rule: str, together: Addresses | None = None, **choices: Choices):
    """Register a page; each keyword names a parameter of ``rule`` and lists its values.

    Where the values of one depend on another, ``together`` lists all parameters of each address.
    """

    def independent(library: Library) -> Iterable[dict[str, str]]:
        for values in product(*(values(library) for values in choices.values())):
            yield dict(zip(choices, values, strict=True))

    def register(view):
        pages.add_url_rule(rule, view_func=view)
        _ADDRESSES[f"pages.{view.__name__}"] = together or independent
        TAKEN.add(rule.split("/")[1])
        return view

    return register


def piece(rule: str):
    """Register a piece of a page, which no one opens by itself: scripts take from it."""

    def register(view):
        pages.add_url_rule(rule, view_func=view)
        _PIECES.append(f"pages.{view.__name__}")
        return view

    return register


def every_piece(app: Flask) -> list[str]:
    """The address of every piece in every language."""
    with app.test_request_context():
        return [url_for(name, language=code) for code in LANGUAGES for name in _PIECES]


def every_url(app: Flask) -> list[str]:
    """The address of every page in every language."""
    # A list, not a generator: the context below must be closed before a page is asked for.
    with app.test_request_context():
        return [
            url_for(endpoint, language=code, **parameters)
            for code in LANGUAGES
            for endpoint, addresses in _ADDRESSES.items()
            for parameters in addresses(library(code))
        ]


def languages_here() -> dict[str, Language]:
    """The languages that have the present page; none where the address leads nowhere."""
    addresses = _ADDRESSES.get(request.endpoint, lambda library: ())
    return {
        code: name
        for code, name in LANGUAGES.items()
        if request.view_args in addresses(library(code))
    }


def library(code: str | None = None) -> Library:
    """What has words in a language: that of the page, if none is given."""
    return current_app.extensions["libraries"][code or language()]


def find(entries, ident: str):
    """The entry, or the page that says that it is not there."""
    return entries[ident] if ident in entries else abort(404)


def related_to(entry) -> list:
    """What somebody who is here may also like."""
    return current_app.extensions["related"][language()][entry.id]


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
        related=related_to(found),
    )


@page("/routines")
def routines():
    return render_template("routines/index.html", routines=list(library().routines.values()))


@page("/routines/<routine>", routine=lambda library: library.routines)
def routine(routine: str):
    found = find(library().routines, routine)
    return render_template(
        "routines/show.html",
        routine=found,
        programmes=library().programmes_with(routine),
        related=related_to(found),
    )


@page("/routines/<routine>/play", routine=lambda library: library.routines)
def play(routine: str):
    found = find(library().routines, routine)
    return render_template("routines/play.html", routine=found)


@piece("/steps.html")
def steps():
    """Every technique as a step by itself: a session takes from it what stands in for another."""
    return render_template("routines/steps.html")


@page("/programmes", lambda library: [{}] if library.programmes else [])
def programmes():
    if not library().programmes:
        abort(404)
    return render_template("programmes/index.html")


@page("/programmes/<programme>", programme=lambda library: library.programmes)
def programme(programme: str):
    found = find(library().programmes, programme)
    return render_template(
        "programmes/show.html", programme=found, weeks=library().plans[programme]
    )


def sessions_of_their_own(library: Library) -> Iterable[dict[str, str]]:
    """Sessions that differ from their routine; the others are played on its page."""
    for programme in library.programmes:
        for key, session in library.sessions(programme).items():
            if session.differs:
                yield {"programme": programme, "session": key}


@page("/programmes/<programme>/<session>/play", sessions_of_their_own)
def play_session(programme: str, session: str):
    find(library().programmes, programme)
    found = find(library().sessions(programme), session)
    if not found.differs:
        abort(404)
    return render_template("routines/play.html", routine=found.routine, planned=found)


@page("/<article>", article=lambda library: library.pages)
def article(article: str):
    found = find(library().pages, article)[language()]
    markdown = found.markdown.replace("/LANG/", f"/{language()}/")
    return render_template(
        [f"pages/{article}.html", "pages/article.html"],  # its own template, if it has one
        article=found,
        body=prose(markdown),
    )


def prose(markdown: str) -> str:
    """Markdown as HTML; a fence called "drawing" becomes the drawing that it names."""
    from markdown_it import MarkdownIt  # only while the site is rendered

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


@page("/health")
def health():
    """The safety check. Answers stay on the phone: the page is the same for everybody."""
    return render_template("pages/health.html", safety=library().safety)


@page("/read")
def read():
    groups = {
        group: [library().pages[ident][language()] for ident in listed if ident in library().pages]
        for group, listed in library().reading
    }
    return render_template("pages/read.html", groups=groups)


#: The lengths to choose from, in minutes.
LENGTHS = (3, 5, 10, 15, 20, 30, 45, 60)


@page("/find")
def find_entries():
    """Everything there is, to narrow down; what is chosen stands in the query of the address."""
    vocabulary = library().vocabulary
    return render_template(
        "pages/find.html",
        routines=list(library().routines.values()),
        techniques=list(library().techniques.values()),
        programmes=list(library().programmes.values()),
        reading=reading(library(), language()),
        tools=[(tool.id, tool.words[language()].name) for tool in tools_to_have(library())],
        household=chips(household_in_use(library())),
        lengths=lengths(),
        parts=chips(vocabulary.groups.values()),
        goals=chips(vocabulary.goals.values()),
        places=chips(vocabulary.places.values()),
        # The highest level is no choice: it leaves nothing out.
        levels=chips(vocabulary.levels.values())[:-1],
    )


# ---- my practice: the phone has it, the server only writes the words ----


@page("/practice")
def practice():
    return render_template("practice/diary.html")


@page("/practice/settings")
def my_settings():
    return render_template(
        "practice/settings.html",
        tools=[(tool.id, tool.words[language()].name) for tool in tools_to_have(library())],
        household=chips(household_in_use(library())),
        lengths=lengths(),
    )


@page("/practice/backup")
def my_backup():
    return render_template("practice/backup.html")


def lengths() -> list[tuple[int, str]]:
    return [(number, gettext("%(number)s min", number=number)) for number in LENGTHS]


def chips(terms: Iterable[Term]) -> list[tuple[str, str]]:
    """Words of the vocabulary to choose from: value and label."""
    return [(term.id, term.words[language()]) for term in terms]


def reading(library: Library, code: str) -> list[Reading]:
    """Every page of prose, in the order in which they are listed."""

    def article(ident: str) -> Reading:
        page = library.pages[ident][code]
        return Reading(ident, page.title, page.description)

    known, practice, app = (
        [article(ident) for ident in group if ident in library.pages]
        for _, group in library.reading
    )
    when_not = Reading(
        "when-not-to-practise",
        gettext("When not to practise"),
        gettext("When to see a doctor first, when to ask, and where never to press."),
    )
    put_it = Reading(
        "install", gettext("Put it on my phone"), gettext("Full screen, and without internet.")
    )
    return [*known, when_not, *practice, *app, put_it]


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
    app.add_template_global(languages_here)
    libraries = app.extensions["libraries"]
    whole = related(app.extensions["library"])
    app.extensions["related"] = {
        code: related(libraries[code]) if code in growing() else whole for code in libraries
    }
    app.register_blueprint(pages)
    app.register_blueprint(root)
    for status in (404, 405, 500):
        app.register_error_handler(status, problem)
