"""The teacher's own house: what it may hold, what is refused, and where it is shown."""

import json
import re
import shutil
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest

from fascia import create_app, snapshot, views
from fascia.house import SITE, load_house
from fascia.i18n import LANGUAGES
from fascia.library import ContentError
from tests.conftest import Page, inspect

EXAMPLE = Path(__file__).parent / "house" / "site.toml"


@pytest.fixture
def house(tmp_path) -> Path:
    """A copy of the example, to break."""
    shutil.copytree(EXAMPLE.parent, tmp_path / "house")
    return tmp_path / "house" / "site.toml"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text, f"{file.name} no longer has {old!r}"
    file.write_text(text.replace(old, new, 1), "utf-8")


def faults(file: Path) -> list[str]:
    with pytest.raises(ContentError) as refused:
        load_house(LANGUAGES, file)
    return refused.value.faults


# ---- what it may hold ----


def test_the_house_as_it_comes_names_nobody():
    house = load_house(LANGUAGES)
    assert (house.name, house.sign) == ("Fascia", "fascia")
    assert {house.teacher, house.portrait, house.contact, house.events} == {None, ()}
    assert house.colours.pairs == (None, None)


def test_events_stand_in_the_order_of_their_dates():
    events = load_house(LANGUAGES, EXAMPLE).events
    assert [event.start.year for event in events] == [2021, 2031, 2031]
    assert [event.id for event in events][1:] == ["winter-workshop", "spring-retreat"]
    assert events[1].last == events[1].start == date(2031, 1, 11)
    assert events[0].host == "adem.example.org"


@pytest.mark.parametrize(
    ("old", "new", "report"),
    [
        ('name = "Adem en Fascia"', "", "name is missing. Add it."),
        ('name = "Adem en Fascia"', 'naam = "Adem"\nname = "Adem"',
         "naam is not a known field. Did you mean 'name'?"),
        ('short_name = "Adem"', "", "short_name is missing, and name is longer than the 12 "
         "characters that fit under an icon. Add one."),
        ('wordmark = "adem"', 'wordmark = "adem en ook fascia en yin"',
         "wordmark is 'adem en ook fascia en yin'. Keep it to 20 characters."),
        ('"#6b2f5b"', '"pink"', "colours.accent.light is 'pink'. Write it as '#1f2538'."),
        ('"#6b2f5b"', '"#d98ac6"', "colours.accent.light is '#d98ac6': the accent on its own "
         "soft ground has a contrast of 2.0, and 4.5 is needed. Choose a darker one."),
        ('"#e3b3d6"', '"#6b2f5b"', "colours.accent.dark is '#6b2f5b': the accent on the quiet "
         "panel has a contrast of 1.7, and 4.5 is needed. Choose a lighter one."),
        ('"#3a2428"', '"#7a4a50"', "colours.field.dark is '#7a4a50': text on its deeper half has "
         "a contrast of 4.6, and 7 is needed. Choose a darker one."),
        ('"hallo@adem.example.org"', '"hallo at adem"', "contact.mail is 'hallo at adem'. "
         "Write one address, such as 'hello@example.org'."),
        ('"+31 6 00000000"', '"06 00000000"', "contact.whatsapp is '06 00000000'. "
         "Write it with its country, such as '+31 6 12345678'."),
        ('mail = "hallo@adem.example.org"\nwhatsapp = "+31 6 00000000"', "",
         "contact has neither mail nor whatsapp. Add one, or remove the section."),
        ('teacher = "Noor Voorbeeld"', "",
         "[en] has words, and teacher is missing. Add the name of who says them."),
        ('about = "Ik ben', 'abuot = "Ik ben', "[nl].abuot is not a known field."),
        ('greeting = "Ga eerst', '# greeting = "Ga eerst',
         "[nl].greeting is missing, [en] has it. Write it in every language."),
        ('portrait = "Noor sits', '# portrait = "Noor sits',
         "[en].portrait is missing. Say who is seen, for whoever does not see it."),
        ('"portrait.png"', '"../portrait.png"', "portrait is '../portrait.png'. "
         "Name an image that lies beside site.toml."),
        ('"portrait.png"', '"site.toml"', "portrait: site.toml is not a whole PNG, JPEG or WebP "
         "image. Save it as one of these."),
        ("end = 2031-05-20", "end = 2031-05-10",
         "events.spring-retreat: end is 2031-05-10, before start 2031-05-16. Mend one of them."),
        ("start = 2031-01-11", "start = 2031-01-32", "is not valid TOML"),
        ("start = 2031-01-11", "", "events.winter-workshop: start is missing. Add it."),
        ('kind = "workshop"', 'kind = "walk"', "events.winter-workshop: kind is 'walk'. Choose "),
        ('languages = ["nl", "en"]', 'languages = ["dutch"]', "languages 1 is 'dutch'. "
         "Write the code of a language, such as 'nl' or 'fr'."),
        ("https://adem.example.org/retreat", "http://adem.example.org",
         "link is 'http://adem.example.org'. Write a whole address that begins with https://."),
        ("https://adem.example.org/retreat", "javascript:alert(1)//",
         "link is 'javascript:alert(1)//'. Write a whole address that begins with https://."),
        ("[events.winter-workshop.nl]", "[events.winter-workshop.de]",
         "events.winter-workshop: [nl] is missing. Add the words in it."),
        ('text = "Twee', '# text = "Twee',
         "events.spring-retreat: [nl].text is missing, [en] has it. Write it in every language."),
    ],
)  # fmt: skip
def test_a_fault_is_refused_by_field_and_mend(house, old, new, report):
    edit(house, old, new)
    found = faults(house)
    assert all(fault.startswith("site.toml: ") for fault in found)
    assert any(report in fault for fault in found), found


def test_events_without_names_are_refused(tmp_path):
    file = tmp_path / "site.toml"
    file.write_text('name = "Adem"\n[[events]]\nkind = "class"\n', "utf-8")
    assert faults(file) == [
        "site.toml: events is a list. Give each a name of its own: [events.spring-retreat]."
    ]


def test_all_faults_are_reported_at_once(house):
    edit(house, '"hallo@adem.example.org"', '"hallo"')
    edit(house, "end = 2031-05-20", "end = 2031-05-10")
    edit(house, '"portrait.png"', '"nobody.png"')
    assert [re.split(r": | is ", fault)[1] for fault in faults(house)] == [
        "contact.mail", "events.spring-retreat", "portrait",
    ]  # fmt: skip


def test_a_portrait_that_is_heavy_or_tiny_is_refused(house):
    portrait = house.with_name("portrait.png")
    body = portrait.read_bytes()
    portrait.write_bytes(body + bytes(120_000))
    assert "portrait.png has 132 kB, more than 120." in faults(house)[0]
    portrait.write_bytes(body[:16] + (96).to_bytes(4) + (120).to_bytes(4) + body[24:])
    assert (
        "portrait.png is 96 by 120 pixels. Make each side 320 to 1600 pixels." in faults(house)[0]
    )


def test_a_missing_file_is_named(tmp_path):
    assert faults(tmp_path / "site.toml") == ["site.toml: is missing. Restore the file."]


# ---- where it is shown ----


@pytest.fixture(scope="module")
def own():
    """The snapshot of the example."""
    app = create_app({"SITE": str(EXAMPLE), "ORIGIN": "https://adem.example"})
    return app, snapshot.of(app)


def page_of(own, path: str) -> Page:
    _, made = own
    page = Page(made[path].body.decode())
    inspect(page, path, set(made.entries), name="Adem en Fascia")
    return page


def test_every_page_carries_the_name(own):
    for path in views.every_url(own[0]):
        page = page_of(own, path)
        assert page.all("meta", property="og:site_name")[0]["content"] == "Adem en Fascia"
        assert "/static/online/icon-512" in page.all("meta", property="og:image")[0]["content"]
        assert "Fascia guides" not in page.html


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_app_installs_under_its_own_name(own, code):
    manifest = json.loads(own[1][f"/{code}/manifest.webmanifest"].body)
    assert (manifest["name"], manifest["short_name"]) == ("Adem en Fascia", "Adem")
    assert manifest["id"] == "/"


def test_colours_and_portrait_are_files_that_a_phone_keeps(own):
    page = page_of(own, "/en/")
    sheets = [link["href"] for link in page.all("link", rel="stylesheet")]
    (sheet,) = [address for address in sheets if "/house/colours." in address]
    assert sheets.index(sheet) == 1, "after the sheet that it changes"
    entry = own[1][sheet]
    assert entry.pack == "shell"
    assert b"--act:light-dark(#6b2f5b, #e3b3d6);" in entry.body
    assert b"--straw:light-dark(#f3dcd2, #3a2428);" in entry.body
    (portrait,) = [i for i in page.all("img") if "/house/portrait." in i["src"]]
    assert portrait["alt"] == "Noor sits upright on a chair, her hands open in her lap."
    assert own[1][portrait["src"]].body == EXAMPLE.with_name("portrait.png").read_bytes()
    assert own[1][portrait["src"]].pack == "shell"


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_teacher_is_on_the_first_page_and_on_about(own, code):
    words = load_house(LANGUAGES, EXAMPLE).words[code]
    home = page_of(own, f"/{code}/")
    assert words.greeting in home.text("main")[0]
    assert home.all("a", href=f"/{code}/about#teacher")
    about = page_of(own, f"/{code}/about").text("main")[0]
    for text in (words.about, *words.practice.split("\n\n")):
        assert text in about


@pytest.mark.parametrize("path", ["about", "trainings-and-retreats"])
@pytest.mark.parametrize(("code", "subject"), [("en", "About Adem en Fascia"),
                                               ("nl", "Over Adem en Fascia")])  # fmt: skip
def test_contact_is_a_link_with_a_subject_and_nothing_about_the_person(own, path, code, subject):
    links = [a["href"] for a in page_of(own, f"/{code}/{path}").all("a")]
    assert [unquote(link) for link in links if link.startswith(("mailto:", "https://wa.me/"))] == [
        f"mailto:hallo@adem.example.org?subject={subject}",
        f"https://wa.me/31600000000?text={subject}",
    ]


@pytest.mark.parametrize(
    ("code", "dates", "languages"),
    [
        ("en", ["Fri, 3 Sept 2021 – Sat, 26 Mar 2022", "Saturday, 11 January 2031",
                "Fri, 16 May – Tue, 20 May 2031"], "Given in Dutch and English"),
        ("nl", ["vr 3 sep 2021 – za 26 mrt 2022", "zaterdag 11 januari 2031",
                "vr 16 – di 20 mei 2031"], "In het Nederlands en Engels"),
    ],
)  # fmt: skip
def test_events_stand_with_dates_as_the_language_writes_them(own, code, dates, languages):
    page = page_of(own, f"/{code}/trainings-and-retreats")
    assert [time["datetime"] for time in page.all("time")] == [
        "2021-09-03", "2031-01-11", "2031-05-16",
    ]  # fmt: skip
    assert page.text("time") == dates
    assert [li["data-last"] for li in page.all("li") if "data-last" in li] == [
        "2022-03-26", "2031-01-11", "2031-05-20",
    ]  # fmt: skip
    text = page.text("main")[0]
    assert languages in text
    for event in load_house(LANGUAGES, EXAMPLE).events:
        words = event.words[code]
        for part in filter(None, (words.name, words.place, words.text)):
            assert part in text


def test_what_leads_out_says_where_and_takes_nothing_along(own):
    for path in ("/en/", "/en/about", "/nl/trainings-and-retreats"):
        for link in page_of(own, path).all("a"):
            href = link.get("href", "")
            if "adem.example.org/" in href or "wa.me" in href:
                assert link["rel"] == "noopener external"
    assert "Meer op adem.example.org" in page_of(own, "/nl/trainings-and-retreats").text("a")


def test_a_page_does_not_depend_on_the_day_it_is_made(own):
    """On the first page nothing stands as coming until the phone has looked at its calendar."""
    events = [li for li in page_of(own, "/nl/").all("li") if "data-last" in li]
    assert len(events) == 3
    assert all("hidden" in li for li in events)


def test_a_house_without_a_teacher_shows_no_empty_places(get_page):
    for code in LANGUAGES:
        for path in ("", "about", "trainings-and-retreats"):
            html = get_page(f"/{code}/{path}").html
            for trace in ("teacher__", "coming-events", "mailto:", "wa.me", "/house/"):
                assert trace not in html, path


def test_the_file_that_comes_along_is_the_one_that_is_read():
    assert SITE.name == "site.toml"
    assert 'name = "Fascia"' in SITE.read_text("utf-8")
