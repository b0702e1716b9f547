"""What is served: the same bytes, in the best form, under the same headers, whoever asks."""

import gzip
import re

import brotli
import pytest

from fascia import create_app, snapshot, views
from fascia.headers import HEADERS


def test_every_page_of_every_language_is_there(site, urls):
    assert len(urls) == len(set(urls))
    assert set(urls) <= set(site.entries)
    languages = {url.split("/")[1] for url in urls}
    for url in urls:
        others = {re.sub(r"^/\w+", f"/{code}", url) for code in languages}
        assert others <= set(urls), "the same addresses in every language"


@pytest.mark.parametrize(
    ("accept", "form", "decode"),
    [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("", None, bytes),
     ("br;q=0, gzip", "gzip", gzip.decompress)],
)  # fmt: skip
def test_a_body_comes_in_the_best_form_the_client_takes(client, site, accept, form, decode):
    response = client.get("/nl/techniques", headers={"Accept-Encoding": accept})
    assert response.headers.get("Content-Encoding") == form
    assert decode(response.data) == site["/nl/techniques"].body
    assert response.headers["Vary"] == "Accept-Encoding"


def test_what_is_there_already_is_not_sent_again(client):
    first = client.get("/en/", headers={"Accept-Encoding": "br"})
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    again = client.get("/en/", headers={"Accept-Encoding": "br", "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag
    assert again.headers["Cache-Control"] == "no-cache"
    other = client.get("/en/", headers={"Accept-Encoding": "gzip"})
    assert other.headers["ETag"] != tag, "a strong tag names one sequence of bytes"
    changed = client.get("/en/", headers={"If-None-Match": '"something-else"'})
    assert changed.status_code == 200


def test_no_header_decides_a_body(client):
    plain = client.get("/nl/routines").data
    asked = client.get(
        "/nl/routines",
        headers={"HX-Request": "true", "Accept-Language": "en", "Cookie": "a=b"},
        query_string={"utm_source": "x"},
    )
    assert asked.data == plain


def test_only_the_root_looks_at_the_preferred_language(client):
    for preferred, address in (("nl-BE,nl", "/nl/"), ("en", "/en/"), ("fr", "/en/"), ("", "/en/")):
        response = client.get("/", headers={"Accept-Language": preferred})
        assert (response.status_code, response.location) == (302, address)
        assert response.headers["Cache-Control"] == "no-store"


def test_every_answer_carries_the_policy(client):
    for path in ("/en/", "/", "/en/nothing", "/static/nothing.js", "/sw.js", "/packs/x.pack"):
        response = client.get(path)
        for name, value in HEADERS.items():
            assert response.headers[name] == value, f"{name} of {path}"
        assert "Set-Cookie" not in response.headers
        assert "Strict-Transport-Security" in response.headers
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_plain_http_promises_no_transport_security():
    app = create_app({"ORIGIN": "http://localhost:8000"})
    response = app.test_client().get("/static/nothing.js")
    assert "Strict-Transport-Security" not in response.headers


def test_hashed_files_are_kept_for_ever_and_the_worker_never(client, site):
    for path, entry in site.entries.items():
        if path.startswith(("/static/", "/packs/")):
            assert "immutable" in entry.served().cache, path
            assert re.search(r"\.[0-9a-f]{10}\.\w+$", path), path
    assert client.get("/sw.js").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/static/css/site.css", "/static/../app.py", "/packs/old.pack",
                                  "/static/js/app.0000000000.js"])  # fmt: skip
def test_a_missing_file_is_never_answered_with_a_page(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "<html" not in response.get_data(as_text=True)


def test_other_methods_are_refused(client):
    assert client.post("/en/").status_code == 405
    assert client.head("/en/").status_code == 200


def test_rendering_again_gives_the_same_bytes(app, site):
    again = snapshot.build(app)
    assert {p: e.served().hash for p, e in again.entries.items()} == {
        p: e.served().hash for p, e in site.entries.items()
    }


def test_a_page_travels_without_indentation_but_for_text_as_it_was_typed():
    assert snapshot.lean(b"<ul>\n  <li>a  b</li>\n\n</ul>\n") == b"<ul>\n<li>a  b</li>\n</ul>"
    typed = b"<p>\n  <pre>\n  a\n\n  b</pre>\n"
    assert snapshot.lean(typed) == typed


def test_a_sheet_that_is_part_of_another_one_is_not_served(site):
    sheets = {path.split("/")[-1].split(".")[0] for path in site.entries if path.endswith(".css")}
    assert sheets == {"site", "player", "print"}


def test_in_debug_mode_pages_are_rendered_live():
    app = create_app()
    app.debug = True
    response = app.test_client().get("/en/")
    assert response.status_code == 200
    assert "ETag" not in response.headers
    worker = app.test_client().get("/sw.js").get_data(as_text=True)
    assert "unregister" in worker, "what was installed on this address retires"
    sheet = re.search(r'href="(/static/css/site\.\w+\.css)"', response.get_data(as_text=True))[1]
    assert app.test_client().get(sheet).status_code == 200


def test_a_drawing_may_style_itself_and_nothing_else(app, client, site):
    drawing = next(path for path in site.entries if path.startswith("/static/figures/"))
    policy = client.get(drawing).headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert "unsafe" not in client.get("/en/").headers["Content-Security-Policy"]
    assert policy in site["/sw.js"].body.decode().replace("\\u0027", "'")


def test_a_page_that_cannot_be_rendered_stops_the_start(monkeypatch):
    app = create_app()
    every = list(views.every_url(app))
    monkeypatch.setattr(views, "every_url", lambda app: ["/en/not-there", *every])
    with pytest.raises(RuntimeError, match="could not be rendered"):
        snapshot.render_pages(app)
