"""Every page in every language, through a fetch that inspects what it gets (conftest)."""

import re

import pytest
from flask import render_template_string

from fascia.i18n import LANGUAGES
from fascia.templating import figure


def test_every_page_passes_the_inspection(get_page, urls):
    for url in urls:
        get_page(url)


def test_titles_and_descriptions_tell_pages_apart(get_page, urls):
    for code in LANGUAGES:
        pages = [get_page(url) for url in urls if url.startswith(f"/{code}/")]
        titles = [page.text("title")[0] for page in pages]
        assert [t for t in titles if titles.count(t) > 1] == []
        for page in pages:
            assert len(page.all("meta", name="description")[0]["content"]) <= 200


def test_one_tap_changes_the_language_and_stays_on_the_page(get_page, urls):
    for url in urls:
        page = get_page(url)
        for code in LANGUAGES:
            if code == url.split("/")[1]:
                continue
            there = re.sub(r"^/\w+", f"/{code}", url)
            links = page.all("a", href=there, hreflang=code)
            assert links, f"{url} → {there}"
            assert links[0].get("lang") == code
            assert not any(name.startswith("hx-") for name in links[0])


def test_addresses_for_search_engines_are_absolute_and_complete(get_page, urls):
    for url in urls:
        page = get_page(url)
        if page.all("meta", name="robots", content="noindex"):
            assert url.endswith("/offline")
            continue
        assert page.all("link", rel="canonical")[0]["href"] == f"https://fascia.example{url}"
        alternates = {a["hreflang"]: a["href"] for a in page.all("link", rel="alternate")}
        assert set(alternates) == {*LANGUAGES, "x-default"}
        for code in LANGUAGES:
            assert alternates[code] == "https://fascia.example" + re.sub(r"^/\w+", f"/{code}", url)
        graph = {a["property"]: a["content"] for a in page.all("meta") if "property" in a}
        assert graph["og:image"].startswith("https://fascia.example/static/online/social")
        assert graph["og:title"]
        assert graph["og:description"]


@pytest.mark.parametrize(
    ("path", "language"),
    [("/nl/techniques/not-there", "nl"), ("/en/routines/nothing/play", "en"), ("/nl/x", "nl"),
     ("/en/techniques/region/nowhere", "en"), ("/fr/techniques", "en"), ("/favicon.ico", "en")],
)  # fmt: skip
def test_an_unknown_page_is_a_helpful_404_in_the_right_language(client, path, language):
    response = client.get(path)
    assert response.status_code == 404
    body = response.get_data(as_text=True)
    assert f'<html lang="{language}">' in body
    assert f'href="/{language}/techniques"' in body
    for word in ("canonical", 'hreflang="x-default"'):
        assert word not in body, "a page that is not there has no address of its own"


def test_nothing_a_visitor_sends_comes_back_in_a_page(client):
    response = client.get("/en/<script>alert(1)</script>?q=<script>")
    assert response.status_code == 404
    assert "alert(1)" not in response.get_data(as_text=True)


def test_a_broken_page_says_so_in_its_language(app):
    from fascia import create_app

    broken = create_app()
    broken.testing = False
    broken.view_functions["pages.read"] = lambda: 1 / 0
    broken.debug = True  # live, and not the snapshot
    broken.config["PROPAGATE_EXCEPTIONS"] = False
    response = broken.test_client().get("/nl/read")
    assert response.status_code == 500
    assert '<html lang="nl">' in response.get_data(as_text=True)


def test_a_technique_shows_all_that_it_holds(get_page, library):
    for technique in library.techniques.values():
        for code in LANGUAGES:
            page = " ".join(get_page(f"/{code}/techniques/{technique.id}").text("main"))
            words = technique.words[code]
            parts = [words.name, words.purpose, words.tissue, words.tempo, words.easier, words.cue,
                     *words.set_up, *words.movement, *words.avoid]  # fmt: skip
            parts += [part for part in (words.where, words.stronger, words.household) if part]
            conditions = library.safety.conditions
            parts += [conditions[c].words[code].label for c in (*technique.excl, *technique.ask)]
            parts.append(library.vocabulary.grades[technique.grade].words[code].sentence)
            folded = page.casefold()
            for part in parts:
                assert " ".join(part.split()).casefold() in folded, (
                    f"{technique.id} [{code}]: {part}"
                )


def test_a_routine_shows_all_that_it_holds(get_page, library):
    for routine in library.routines.values():
        for code in LANGUAGES:
            page = " ".join(get_page(f"/{code}/routines/{routine.id}").text("main")).casefold()
            words = routine.words[code]
            parts = [words.name, words.summary, words.rationale]
            parts += [library.techniques[s.technique].words[code].name for s in routine.steps]
            parts += [s.note[code] for s in routine.steps if s.note]
            for part in parts:
                assert " ".join(part.split()).casefold() in page, f"{routine.id} [{code}]: {part}"


def test_a_programme_shows_all_that_it_holds_and_where_each_day_is_played(get_page, library):
    for programme in library.programmes.values():
        for code in LANGUAGES:
            page = get_page(f"/{code}/programmes/{programme.id}")
            words = programme.words[code]
            parts = [words.name, words.summary, words.introduction, words.afterwards, *words.pace]
            parts += [programme.rest.text[code]] if programme.rest else []
            for week in library.plans[programme.id]:
                parts += [week.entry.name[code], week.entry.text[code]] if week.entry.name else []
                for day in week.days:
                    parts += [day.entry.name[code], day.entry.text[code]]
                    parts += [extra.text[code] for extra in day.entry.extras]
                    assert page.all("li", id=day.key)
                for session in week.sessions:
                    parts.append(session.routine.words[code].name)
                    own = f"programmes/{programme.id}/{session.key}/play"
                    shared = f"routines/{session.routine.id}"
                    assert page.all("a", href=f"/{code}/{own if session.differs else shared}")
            text = " ".join(page.text("main"))
            missing = [part for part in parts if " ".join(part.split()) not in text]
            assert missing == [], f"{programme.id} [{code}]"


def test_a_programme_tells_the_cap_and_the_time_of_its_days(get_page):
    week = get_page("/nl/programmes/beginners-week").text("li")
    assert [text for text in week if text.startswith("Dag 4 ")] == [
        "Dag 4 Rustdag: alleen ademen Vandaag geen bal. Je ademt langzaam en je handen liggen "
        "licht op je hoofd. Niet steviger dan 2 van 10 "
        "Rustig ademen en zachte hoofdmassage 6 min"
    ]
    weeks = " ".join(get_page("/en/programmes/four-weeks").text("main"))
    for part in ("No firmer than 3 of 10 53:25 min in all", "9:45 min", "122:15 min in all"):
        assert part in weeks


def test_a_lowered_step_says_so_once_and_no_other_does(get_page, library):
    """In each language, at the beginning of the first hold of the step."""
    for code, limit in (("en", "No firmer than 3 of 10."), ("nl", "Niet steviger dan 3 van 10.")):
        for key, session in library.sessions("beginners-week").items():
            if not session.differs:
                continue
            page = get_page(f"/{code}/programmes/beginners-week/{key}/play")
            said = [text for text in page.text("li") if limit in text]
            lowered = [s for s in session.routine.steps if s.technique in session.lowered]
            assert len(said) == len(lowered) >= 1, f"{key} [{code}]"
            for text, step in zip(said, lowered, strict=True):
                assert library.techniques[step.technique].words[code].cue in text


def test_a_day_that_is_its_routine_has_no_page_of_its_own(client, urls):
    assert client.get("/en/programmes/beginners-week/day-1/play").status_code == 200
    for path in ("beginners-week/day-7/play", "beginners-week/day-9/play", "nothing/day-1/play"):
        assert client.get(f"/en/programmes/{path}").status_code == 404
    assert len([url for url in urls if "/programmes/" in url and url.endswith("/play")]) == 28


def test_a_routine_names_the_programmes_that_use_it(get_page):
    page = " ".join(get_page("/nl/routines/low-back-ease-12").text("main"))
    assert "BeginnersweekDag 5" in page
    assert "Vier weken opbouwenWeek 1, dag 4; week 2, dag 4" in page
    assert "In deze programma’s" not in " ".join(get_page("/nl/routines/pre-run-6").text("main"))


def test_when_not_to_practise_names_every_red_flag_signal_and_zone(get_page, library):
    safety = library.safety
    for code in LANGUAGES:
        page = " ".join(get_page(f"/{code}/when-not-to-practise").text("main")).casefold()
        parts = [c.words[code].label for c in safety.conditions.values()]
        flags = [c for c in safety.conditions.values() if c.severity == "red-flag"]
        parts += [flag.words[code].help for flag in flags]
        for signal in safety.signals.values():
            parts += [signal.words[code].felt, signal.words[code].act, signal.words[code].resume]
        for zone in safety.zones.values():
            parts += [zone.words[code].name, zone.words[code].why, zone.words[code].clear]
        parts += [safety.notices[code].disclaimer, safety.notices[code].emergency]
        missing = [p for p in parts if " ".join(p.split()).casefold().rstrip(".") not in page]
        assert missing == []


def test_the_safety_check_asks_for_every_condition_once_and_says_what_to_do(get_page, library):
    conditions = library.safety.conditions.values()
    for code in LANGUAGES:
        page = get_page(f"/{code}/health")
        asked = [li["data-condition"] for li in page.all("li") if "data-condition" in li]
        assert sorted(asked) == sorted(condition.id for condition in conditions)
        assert all(asked.index(c.id) < 9 for c in conditions if c.severity == "red-flag")
        text = " ".join(page.text("main"))
        for condition in conditions:
            words = condition.words[code]
            assert words.label in text
            assert (words.help or "") in text
        for path in ("", "when-not-to-practise", "about", "install", "techniques/foot-sole-roll"):
            assert get_page(f"/{code}/{path}").all("a", href=f"/{code}/health"), path


def test_an_english_sentence_never_stands_on_a_dutch_page(get_page, urls):
    """Any text of two words or more that both languages share is looked at: names of methods."""
    shared = {"manuele", "Active Release Techniques (ART)"}
    for url in urls:
        if not url.startswith("/en/"):
            continue
        english, dutch = (
            {t for tag in ("p", "li", "h1", "h2", "h3", "dt", "dd", "button", "summary")
             for t in get_page(page).text(tag) if len(t.split()) > 2}
            for page in (url, url.replace("/en/", "/nl/", 1))
        )  # fmt: skip
        assert {t for t in english & dutch if t not in shared} == set(), url


# ---- the body map ----

MAP = """{% from "body-map.html" import body_map with context %}
{% call(region, place) body_map(chosen, states) %}href="/{{ region.id }}"{% endcall %}"""

CHOICE = """{% from "body-map.html" import body_map with context %}
{{ body_map(chosen, mode="choose") }}"""


def test_the_body_map_has_one_label_for_every_part_of_the_body(app, get_page):
    regions = app.extensions["library"].vocabulary.regions
    for code in LANGUAGES:
        page = get_page(f"/{code}/techniques")
        links = page.all("a")
        labels = [a for a in links if a.get("class") == "map__label"]
        assert sorted(label["href"] for label in labels) == sorted(
            f"/{code}/techniques/region/{region}" for region in regions if region != "whole"
        )
        assert all("tabindex" not in label for label in labels)
        zones = [a for a in links if "zone" in a.get("class", "").split()]
        assert {zone["href"] for zone in zones} == {label["href"] for label in labels}
        assert all(zone["tabindex"] == "-1" for zone in zones), "shortcuts for whoever points"
        assert {
            svg["aria-hidden"] for svg in page.all("svg") if svg.get("class") == "map__drawing"
        } == {"true"}


def test_the_map_shows_the_side_that_is_asked_for(get_page):
    for region, side in (("glute", "back"), ("thigh-front", "front"), ("calf", "back")):
        page = get_page(f"/nl/techniques/region/{region}")
        (shown,) = [i["value"] for i in page.all("input") if "checked" in i]
        assert shown == side
        (current,) = [
            a for a in page.all("a") if a.get("class") == "map__label" and "aria-current" in a
        ]
        assert current["href"] == f"/nl/techniques/region/{region}"


def test_the_body_map_can_be_chosen_from(app):
    """Buttons instead of links, for a script to press; both views show what is chosen."""
    with app.test_request_context("/en/"):
        page = render_template_string(CHOICE, chosen=["shoulder"])
    label = r'<button class="map__label" type="button" data-region="([\w-]+)" aria-pressed="(\w+)">'
    buttons = re.findall(label, page)
    assert [region for region, pressed in buttons if pressed == "true"] == ["shoulder"]
    regions = set(app.extensions["library"].vocabulary.regions) - {"whole"}
    assert sorted(region for region, _ in buttons) == sorted(regions)
    assert page.count('<g class="zone" data-region="shoulder" data-chosen>') == 2
    assert ">Shoulder</button>" in page
    assert "href" not in page


def test_no_state_of_the_body_map_is_told_by_colour_alone(app):
    with app.test_request_context("/en/"):
        page = render_template_string(
            MAP, chosen=["glute"], states={"calf": "sore", "chest": "worked"}
        )
    assert page.count('fill="url(#map-sore)"') > page.count('zone zone--sore"') >= 1
    assert page.count('fill="url(#map-worked)"') > page.count('zone zone--worked"') >= 1
    assert '>Calf<span class="visually-hidden">, sore</span>' in page
    assert '>Chest<span class="visually-hidden">, worked</span>' in page
    assert page.count("data-chosen") == 2, "the part of the body and its leader"


# ---- figures ----


def test_every_technique_and_card_has_a_figure_and_words_for_it(app, get_page):
    library = app.extensions["library"]
    with app.app_context():
        for entry in [*library.techniques.values(), *library.therapists.values()]:
            assert figure(entry.id), entry.id
            for code in LANGUAGES:
                assert entry.words[code].figure, (entry.id, code)
    for code in LANGUAGES:
        page = get_page(f"/{code}/techniques/foot-sole-roll")
        (image,) = [img for img in page.all("img") if "foot-sole-roll" in img["src"]]
        assert image["alt"] == library.techniques["foot-sole-roll"].words[code].figure
        assert "loading" not in image, "it is the first thing to see"


def test_a_technique_that_nobody_has_posed_keeps_the_sign(app, monkeypatch):
    monkeypatch.setitem(app.jinja_env.globals, "figure", lambda ident: None)
    page = app.test_client().get(
        "/en/techniques/foot-sole-roll", headers={"X-Snapshot": "building"}
    )
    assert b'class="picture"' in page.data
    assert b"/static/figures/foot-sole-roll" not in page.data
