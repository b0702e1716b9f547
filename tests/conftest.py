"""The application, and a way to fetch a page that inspects what it fetches."""

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urldefrag

import pytest

from fascia import create_app, snapshot, views

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr"}  # fmt: skip


@pytest.fixture(scope="session")
def app():
    return create_app({"ORIGIN": "https://fascia.example"})


@pytest.fixture(scope="session")
def library(app):
    return app.extensions["library"]


@pytest.fixture(scope="session")
def site(app):
    """The snapshot: what is served, precached and packed."""
    return snapshot.of(app)


@pytest.fixture
def client(app, site):
    return app.test_client()


@pytest.fixture(scope="session")
def urls(app):
    return list(views.every_url(app))


class Page(HTMLParser):
    """One page, taken apart: tags with their attributes, and the text in them."""

    def __init__(self, html: str):
        super().__init__()
        self.html = html
        self.tags: list[tuple[str, dict]] = []
        self.open: list[int] = []
        #: The texts of the page in order, and for every tag which of them are in it.
        self.texts: list[str] = []
        self.spans: list[slice] = []
        #: The tags that are within a label.
        self.wrapped: set[int] = set()
        self.feed(html)
        while self.open:
            self.end()

    def handle_starttag(self, tag, attrs):
        if any(self.tags[index][0] == "label" for index in self.open):
            self.wrapped.add(len(self.tags))
        self.tags.append((tag, dict(attrs)))
        self.spans.append(slice(len(self.texts), len(self.texts)))
        if tag not in VOID:
            self.open.append(len(self.tags) - 1)

    def handle_endtag(self, tag):
        while self.open:
            if self.tags[self.end()][0] == tag:
                break

    def handle_data(self, data):
        self.texts.append(data)

    def end(self) -> int:
        """The innermost element that is open, which ends here."""
        index = self.open.pop()
        self.spans[index] = slice(self.spans[index].start, len(self.texts))
        return index

    def within(self, index: int) -> str:
        """The text in one tag, as it was typed."""
        return "".join(self.texts[self.spans[index]])

    def all(self, tag: str, **attributes) -> list[dict]:
        return [
            found
            for name, found in self.tags
            if name == tag and all(found.get(k) == v for k, v in attributes.items())
        ]

    def text(self, tag: str) -> list[str]:
        return [
            " ".join(self.within(n).split()) for n, (name, _) in enumerate(self.tags) if name == tag
        ]

    def labelled(self, index: int) -> bool:
        """Whether a control has a name that can be read out."""
        tag, attributes = self.tags[index]
        if attributes.get("aria-label") or attributes.get("aria-labelledby"):
            return True
        if tag in ("a", "button", "summary"):
            return bool(self.within(index).strip()) or "data-value" in self.html
        ident = attributes.get("id")
        return index in self.wrapped or bool(ident and self.all("label", **{"for": ident}))


def inspect(page: Page, path: str, known: set[str], name: str = "Fascia") -> None:
    """What every page owes to every person. Raises AssertionError naming what is missing."""
    language = path.split("/")[1]
    assert page.all("html")[0].get("lang") == language, "lang"
    assert len(page.text("title")) >= 1, "title"
    assert page.text("title")[0].endswith(name), "title"
    assert len(page.all("h1")) == 1, "one h1"
    assert page.text("h1")[0], "h1 has words"
    assert page.all("meta", name="description")[0]["content"].strip(), "description"
    viewport = page.all("meta", name="viewport")[0]["content"]
    assert "user-scalable" not in viewport, "zoom"
    assert "maximum-scale" not in viewport, "zoom"
    ids = Counter(a["id"] for _, a in page.tags if "id" in a)
    assert [i for i, n in ids.items() if n > 1] == [], "unique ids"
    for attributes in page.all("img"):
        assert "alt" in attributes, f"alt of {attributes.get('src')}"
    for _, attributes in page.tags:
        assert "style" not in attributes, "no style attribute: the policy forbids it"
        assert not [name for name in attributes if name.startswith("on")], "no inline handler"
    for index, (tag, attributes) in enumerate(page.tags):
        if tag in ("a", "button", "input", "select", "textarea", "summary"):
            assert page.labelled(index), f"a name for {tag} {attributes}"
    for attributes in page.all("a"):
        if "href" not in attributes:
            continue
        target, fragment = urldefrag(attributes["href"])
        if target.startswith("/"):
            assert target in known, f"living link: {target}"
        if not target and fragment:
            assert fragment in ids, f"living anchor: #{fragment}"
    for name, attribute in (("link", "href"), ("script", "src"), ("img", "src")):
        for attributes in page.all(name):
            address = urldefrag(attributes.get(attribute, "")).url
            if address.startswith("/"):
                assert address in known, f"living file: {address}"
    assert not re.search(r"<script(?![^>]*\bsrc=)", page.html), "no inline script"
    assert "<style" not in page.html, "no inline style"


@pytest.fixture(scope="session")
def get_page(app, site):
    """Fetch a page; every page so fetched is inspected. Tests only read it: once is enough."""
    client, known = app.test_client(), set(site.entries)

    @cache
    def get(path: str, status: int = 200) -> Page:
        response = client.get(path)
        assert response.status_code == status
        page = Page(response.get_data(as_text=True))
        try:
            inspect(page, path, known)
        except AssertionError as error:
            raise AssertionError(f"{path}: {error}") from error
        return page

    return get
