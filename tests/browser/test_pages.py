"""Every page as people meet it: by touch, by key, with large text, without scripts, on paper."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from fascia import pictures
from fascia.library import load_library
from fascia.templating import body_map_paths
from fascia.timeline import cues_for
from tests.browser.conftest import store, wait_for
from tests.browser.test_health import answer, keep, open_check

LIBRARY = load_library(("en", "nl"))

#: Each scheme in a language of its own: every template is seen in both, at half the price.
SCHEMES = {"light": "en", "dark": "nl"}

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

PHONE = {"width": 360, "height": 780}

WIDTHS = [320, 360, 768, 1180]

REGION, TOOL, ROUTINE, PLAYED = "calf", "ball-medium", "evening-yin-20", "foot-reset-7"
TECHNIQUE = LIBRARY.routines[ROUTINE].steps[0].technique
GROUP = LIBRARY.vocabulary.regions[REGION].group


def one_technique_of_each_kind() -> list[str]:
    """Kinds differ in what their page holds: the picture, the place, the routines."""
    kinds = {}
    for technique in LIBRARY.techniques.values():
        family = pictures.picture(technique, LIBRARY.vocabulary).tool
        where = bool(technique.words["en"].where)
        used = bool(LIBRARY.routines_with(technique.id))
        kinds.setdefault((family, where, used), technique.id)
    return list(kinds.values())


def one_article_of_each_kind() -> list[str]:
    """Kinds differ in what is in the prose: drawings, tables, quotes, lists."""
    kinds = {}
    for ident, versions in LIBRARY.pages.items():
        text = versions["en"].markdown
        marks = {mark for mark in ("```", "|", ">", "-", "1.") if f"\n{mark}" in f"\n{text}"}
        kinds.setdefault(frozenset(marks), ident)
    return [*kinds.values(), "trainings-and-retreats"]


#: What follows the language in an address: one page of each template.
TEMPLATES = [
    "/",
    "/techniques",
    f"/techniques/region/{REGION}",
    f"/techniques/region/{GROUP}",
    f"/techniques/tool/{TOOL}",
    f"/techniques/{TECHNIQUE}",
    "/routines",
    f"/routines/{ROUTINE}",
    "/programmes",
    *(f"/programmes/{programme}" for programme in LIBRARY.programmes),
    *(f"/{article}" for article in one_article_of_each_kind()),
    "/when-not-to-practise",
    "/health",
    "/practice",
    "/practice/settings",
    "/practice/backup",
    "/read",
    "/find",
    "/install",
    "/offline",
    "/not-there",
    "/not-there/either",
]

PAGES = [*TEMPLATES, *(f"/techniques/{ident}" for ident in one_technique_of_each_kind())]


# ---- what a page is asked; each answer is a list of faults ----

#: Unfolds what is folded and shows every state that scripts may show.
UNFOLD = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  const states = "[data-when], update-notice, resume-session, health-invitation, soreness-question,"
    + "next-step, backup-reminder, kept-rows, today-plan, follow-programme, my-find,"
    + "damaged-records";
  for (const part of document.querySelectorAll(states)) part.hidden = false;
}"""

NAME_OF = """
  const nameOf = (element) => {
    const words = (element.ariaLabel ?? element.textContent).trim().replace(/\\s+/g, " ");
    const classes = [...element.classList].map((name) => `.${name}`).join("");
    const ident = element.id && `#${element.id}`;
    return `${element.localName}${ident}${classes} “${words.slice(0, 40)}”`;
  };
"""

#: Controls under 44 pixels. Aside from links within the words of a line, and from the zones of the
#: body map, which are as small as the body makes them: the words below it lead to the same.
SMALL = f"""() => {{
  {NAME_OF}
  const inline = (element) => getComputedStyle(element).display === "inline";
  const speaks = (node, side) => {{
    for (let next = node[side]; next && next.localName !== "br"; next = next[side]) {{
      if (/[\\p{{L}}\\p{{N}}]/u.test(next.textContent)) return true;
    }}
    return inline(node.parentElement) && speaks(node.parentElement, side);
  }};
  const withinWords = (link) =>
    inline(link) && (speaks(link, "previousSibling") || speaks(link, "nextSibling"));
  const faults = [];
  for (const control of document.querySelectorAll("a[href], button, input, select, summary")) {{
    if (!control.checkVisibility() || withinWords(control)) continue;
    if (control.matches(".skip, .zone")) continue;
    const label = control.matches("input") ? control.closest("label") : null;
    const {{ width, height }} = (label ?? control).getBoundingClientRect();
    if (width > 43.9 && height > 43.9) continue;
    faults.push(`${{nameOf(control)}} is ${{width.toFixed(1)}} × ${{height.toFixed(1)}} px`);
  }}
  return faults;
}}"""

#: A page that moves sideways, and words that run out of the page or of a part that cuts them.
CUT_OFF = f"""() => {{
  {NAME_OF}
  const {{ clientWidth: width, scrollWidth }} = document.documentElement;
  const faults = scrollWidth > width ? [`scrolls sideways to ${{scrollWidth}} px`] : [];
  /** The part that cuts a rectangle off, null when it is whole or can be scrolled to. */
  const cuts = (element, rect) => {{
    for (let part = element; part !== document.body; part = part.parentElement) {{
      const {{ overflowX, overflowClipMargin }} = getComputedStyle(part);
      if (overflowX === "auto" || overflowX === "scroll") return null;
      if (overflowX === "visible") continue;
      const spare = Math.max(1.5, overflowX === "clip" ? parseFloat(overflowClipMargin) || 0 : 0);
      const box = part.getBoundingClientRect();
      if (rect.left < box.left - spare || rect.right > box.right + spare) return part;
    }}
    return rect.left < -1.5 || rect.right > width + 1.5 ? document.body : null;
  }};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const unread = ".visually-hidden, .skip, [aria-hidden=true]";
  const range = document.createRange();
  const found = new Set();
  while (walker.nextNode()) {{
    const text = walker.currentNode;
    const element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility() || element.closest(unread)) continue;
    range.selectNodeContents(text);
    for (const rect of range.getClientRects()) {{
      const part = cuts(element, rect);
      if (!part || found.has(element)) continue;
      found.add(element);
      const edge = part === document.body ? "the edge of the page" : part.localName;
      faults.push(`${{nameOf(element)}} is cut off by ${{edge}}`);
    }}
  }}
  return faults;
}}"""


#: One to find out that a row has come into sight, and one to lay it out.
TWO_FRAMES = """new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"""


def broken_rules(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: "
        + "; ".join(check["message"] for check in node["any"] + node["all"] + node["none"])
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


class Reader:
    """A person with a browser of her own, and what she found fault with."""

    def __init__(self, browser, origin: str, scheme: str = "light", **options):
        self.origin = origin
        self.language = SCHEMES[scheme]
        self.context = browser.new_context(
            **{"viewport": PHONE, "color_scheme": scheme, "reduced_motion": "reduce"} | options
        )
        self.page = self.context.new_page()
        #: Each fault and the places that have it.
        self.faults: dict[str, list[str]] = {}
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.blame([f"throws {error}"]))

    def hear(self, message) -> None:
        missing = "/not-there" in message.location["url"]  # the browser says that it is a 404
        if message.type == "error" and not missing:
            self.blame([f"console: {message.text}"])

    def open(self, path: str, language: str | None = None):
        self.page.goto(f"{self.origin}/{language or self.language}{path}")
        return self.page

    def open_in_place(self, path: str):
        """Open a page and wait until its links change it in place instead of leading away."""
        self.open(path)
        wait_for(self.page, "'htmxPowered' in document.querySelector('[hx-get]').dataset")
        return self.page

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def blame(self, faults: list[str], where: str = "") -> None:
        for fault in faults:
            self.faults.setdefault(fault, []).append(f"{self.path} {where}".strip())

    def judge(self) -> None:
        if self.faults:
            lines = []
            for fault, places in self.faults.items():
                more = f" and {len(places) - 4} more" if len(places) > 4 else ""
                lines.append(f"{fault}\n    on {', '.join(places[:4])}{more}")
            pytest.fail("\n".join(lines), pytrace=False)

    @property
    def height(self) -> int:
        return self.page.evaluate("document.documentElement.scrollHeight")

    def inspect_whole(self, where: str = "") -> None:
        """What is asked of all of a page: on a screen so tall that nothing lies under its foot.

        Rows that come into sight get their real size, and what the phone remembers arrives
        after the scripts: a page that grew meanwhile is read again.
        """
        seen, faults = 0, []
        while (tall := self.height) != seen:
            seen = tall
            self.page.set_viewport_size(PHONE | {"height": tall})
            self.page.evaluate(TWO_FRAMES)
            if self.height == tall:
                faults = self.seen_faults()
        self.blame(faults, where)

    def inspect(self, where: str = "") -> None:
        """What is asked of a page as it stands, on a phone."""
        self.blame(self.seen_faults(), where)

    def seen_faults(self) -> list[str]:
        return [*broken_rules(self.page), *self.page.evaluate(SMALL)]

    def resize(self, where: str = "") -> None:
        """What is asked of a page on every screen, and of a phone with text twice as large."""
        for width in WIDTHS:
            self.page.set_viewport_size(PHONE | {"width": width})
            self.blame(self.page.evaluate(CUT_OFF), f"{where} {width} px".strip())
        self.page.set_viewport_size(PHONE)
        self.page.evaluate("document.documentElement.style.fontSize = '200%'")
        self.blame(self.page.evaluate(CUT_OFF), f"{where} text 200 %".strip())
        self.page.evaluate("document.documentElement.style.fontSize = ''")
        # The same from the settings of the browser: those, media queries follow too.
        session = self.context.new_cdp_session(self.page)
        session.send("Page.enable")
        for size in (32, 16):
            session.send("Page.setFontSizes", {"fontSizes": {"standard": size}})
            self.blame(self.page.evaluate(CUT_OFF), f"{where} text of {size} px".strip())
        session.detach()


@pytest.fixture
def reader(browser, shared_site):
    readers = []

    def make(scheme: str = "light", **options) -> Reader:
        readers.append(Reader(browser, shared_site.url, scheme, **options))
        return readers[-1]

    yield make
    for one in readers:
        one.context.close()


# ---- every template ----


@pytest.mark.long
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_page_keeps_the_rules_of_wcag_is_made_for_fingers_and_fits_every_screen(
    reader, scheme
):
    one = reader(scheme)
    store(one.page, f"{one.origin}/{one.language}/")
    for path in PAGES:
        one.open(path).evaluate(UNFOLD)
        one.inspect_whole()
        one.resize()
    one.judge()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_the_safety_check_changes_keeps_the_same_rules(reader, scheme):
    one = reader(scheme, service_workers="block")
    page = one.page
    open_check(page, f"{one.origin}/{one.language}/health")
    for condition in ("rf-stroke", "fracture", "osteoporosis"):
        answer(page, condition, "yes")

    def look(where: str) -> None:
        one.inspect_whole(where)
        one.resize(where)

    look("with a red flag")
    one.open("/")
    wait_for(page, "document.querySelector('[data-for-you]') !== null")
    look("with a red flag")
    keep(page, one.origin, {"osteoporosis": "yes", "floor-transfer": "yes"})
    for path in (
        "/health",
        "/techniques/thoracic-roller-roll",
        "/techniques/rhomboid-ball-wall",
        "/techniques/region/upper-back",
        "/routines/evening-yin-20",
        "/routines/whole-body-40",
        "/programmes/beginners-week",
    ):
        one.open(path)
        wait_for(page, "document.querySelector('.for-you, .row__mark, [data-answered]') !== null")
        look("for you")
    one.judge()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_state_of_the_player_keeps_the_same_rules(reader, scheme):
    one = reader(scheme, service_workers="block")
    page = one.open(f"/routines/{PLAYED}/play")
    cues = cues_for(LIBRARY.routines[PLAYED], LIBRARY.techniques)
    start = {cue.kind: cue.at for cue in reversed(cues)}

    def shows(view: str) -> None:
        wait_for(page, f"document.querySelector('[data-view={view}]').checkVisibility()")

    def look(state: str) -> None:
        one.inspect(state)
        one.resize(state)

    def act(action: str) -> None:
        page.locator(f"[data-action={action}]:visible").click()

    def seek(cue: str) -> None:
        page.evaluate(f"document.querySelector('audio').currentTime = {start[cue] + 1}")

    shows("ready")
    look("ready")
    act("start")
    for view in ("hold", "swap", "settle"):
        seek(view)
        shows(view)
        look(view)
    seek("hold")
    shows("hold")
    act("pause")
    shows("paused")
    look("paused")
    page.reload()
    wait_for(page, "document.querySelector('[data-resume]').checkVisibility()")
    look("ready to go on")
    act("resume")
    shows("hold")
    act("much")
    look("too much")
    page.locator("[data-signal=sharp]").click()
    look("what was felt")
    page.locator("[data-stage=felt] [data-way=end]").click()
    shows("end")
    look("end")
    one.judge()


def test_the_language_link_of_every_page_leads_to_the_same_page_and_back(reader):
    one = reader(service_workers="block")
    page = one.page
    for path in [*TEMPLATES, f"/routines/{PLAYED}/play"]:
        # An address that leads nowhere is no page in any language: then the first page.
        same = "/" if path.startswith("/not") else path
        page.goto(f"{one.origin}/en{path}", wait_until="domcontentloaded")
        page.locator("body a[hreflang=nl]:visible").click()
        wait_for(page, "document.documentElement?.lang === 'nl'")
        back = page.locator("body a[hreflang=en]:visible").get_attribute("href")
        if (one.path, back) != (f"/nl{same}", f"/en{same}"):
            one.blame([f"reached from /en{path}, with a way back to {back}"])
    one.judge()


# ---- by keyboard ----

#: The element in focus, how thick its ring is, and whether anything of it lies in sight.
FOCUS = f"""() => {{
  {NAME_OF}
  const element = document.activeElement;
  const {{ outlineStyle, outlineWidth }} = getComputedStyle(element);
  const {{ left, top, width, height }} = element.getBoundingClientRect();
  const parts = [.1, .5, .9];
  const points = parts.flatMap((x) => parts.map((y) => [left + x * width, top + y * height]));
  return {{
    name: nameOf(element),
    ring: outlineStyle === "none" ? 0 : parseFloat(outlineWidth),
    seen: points.some(([x, y]) => element.contains(document.elementFromPoint(x, y))),
  }};
}}"""

FOCUSABLE = f"""() => {{
  {NAME_OF}
  return [...document.querySelectorAll("a[href], button, input, summary")]
    .filter((element) => element.checkVisibility()).map(nameOf);
}}"""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_tab_key_goes_through_the_whole_first_page(reader, scheme):
    one = reader(scheme)
    store(one.page, f"{one.origin}/{one.language}/")
    expected = one.page.evaluate(FOCUSABLE)
    reached = []
    for _ in expected:
        one.page.keyboard.press("Tab")
        focus = one.page.evaluate(FOCUS)
        reached.append(focus["name"])
        if focus["ring"] < 2:
            one.blame([f"no visible focus on {focus['name']}"])
        if not focus["seen"]:
            one.blame([f"focus out of sight on {focus['name']}"])
    assert reached == expected
    assert "a.skip" in reached[0]
    one.judge()


def test_the_skip_link_leads_past_the_header(reader):
    one = reader(service_workers="block")
    page = one.open("/")
    page.keyboard.press("Tab")
    box = page.locator(".skip").bounding_box()
    assert box["height"] >= 44
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


# ---- what changes in place ----

ROWS = "document.querySelectorAll('#techniques .list .row').length"
CURRENT = (
    "[...document.querySelectorAll('#techniques [aria-current]:not(.zone)')].map((word) => word.id)"
)


def labels_of_the_body() -> dict[str, tuple[str, str, int]]:
    """Id of each label → the view it is on, where it leads and how many techniques are there."""
    return {
        f"to-region-{label['region']}": (
            view,
            f"/techniques/region/{label['region']}",
            len(LIBRARY.techniques_in(label["region"])),
        )
        for view in ("front", "back")
        for label in body_map_paths()[view]["labels"]
    }


def turn_to(page, view: str) -> None:
    page.locator(f".switch label:has([value={view}])").click()


def test_a_label_of_the_body_changes_the_list_in_place(reader):
    one = reader()
    page = one.open_in_place("/techniques")
    whole = page.evaluate(ROWS)
    assert whole == len(LIBRARY.techniques)
    page.evaluate("globalThis.stayed = true")
    labels = list(labels_of_the_body().items())[::3]
    for word, (view, place, number) in labels:
        turn_to(page, view)
        page.locator(f"#{word}").click()
        wait_for(page, f"{CURRENT}.includes('{word}')")
        assert page.evaluate(CURRENT) == [word]
        assert page.evaluate(ROWS) == number
        assert one.path == f"/en{place}"
        assert page.evaluate("globalThis.stayed"), "the page was loaded anew"
        assert page.evaluate("document.activeElement.id") == word
        assert str(number) in page.locator("#count").text_content()
        assert page.locator("a[hreflang=nl]:visible").get_attribute("href") == f"/nl{place}"

    def leads_to(place: str, number: int, *current: str) -> None:
        shown = f"{CURRENT}.join() === '{','.join(current)}' && {ROWS} === {number}"
        wait_for(page, f"location.pathname === '/en{place}' && {shown}")

    for word, (_, place, number) in reversed(labels[:-1]):
        page.evaluate("history.back()")
        leads_to(place, number, word)
    page.evaluate("history.back()")
    leads_to("/techniques", whole)
    page.evaluate("history.forward()")
    word, (_, place, number) = labels[0]
    leads_to(place, number, word)
    one.judge()


#: Points of the zones as they are seen, and how many of them answer as another zone.
STRAY = """() => {
  const counts = {};
  for (const shape of document.querySelectorAll(".map .zone__shape")) {
    const zone = shape.closest(".zone");
    const region = zone.getAttribute("href").split("/").at(-1);
    const box = shape.getBoundingClientRect();
    const toShape = shape.getScreenCTM().inverse();
    const count = (counts[region] ??= { points: 0, stray: 0 });
    for (let x = box.left + 0.5; x < box.right; x += 2) {
      for (let y = box.top + 0.5; y < box.bottom; y += 2) {
        if (!shape.isPointInFill(new DOMPoint(x, y).matrixTransform(toShape))) continue;
        count.points += 1;
        const met = document.elementFromPoint(x, y)?.closest(".zone");
        if (met?.getAttribute("href") !== zone.getAttribute("href")) count.stray += 1;
      }
    }
  }
  return counts;
}"""


def test_every_zone_of_the_body_map_answers_where_it_is_seen(reader):
    page = reader(service_workers="block").open("/techniques")
    page.set_viewport_size({"width": 360, "height": 1200})
    counts = page.evaluate(STRAY)
    assert set(counts) == set(LIBRARY.vocabulary.regions) - {"whole"}
    turn_to(page, "back")
    for region, count in page.evaluate(STRAY).items():
        counts[region] = {key: counts[region][key] + count[key] for key in count}
    for region, count in counts.items():
        assert count["points"] >= 20, region
        assert count["stray"] <= count["points"] * 0.15, f"{region}: {count}"


def test_every_label_of_the_body_map_is_made_for_fingers(reader):
    one = reader(service_workers="block")
    page = one.open("/techniques")
    for view in ("front", "back"):
        turn_to(page, view)
        for label in page.locator(".map__label:visible").all():
            box = label.bounding_box()
            if min(box["width"], box["height"]) < 44:
                one.blame([f"{label.inner_text()}: {box}"])
        assert page.locator(".map__label:visible").count() == 11
    one.judge()


def test_a_tool_changes_the_list_in_place(reader):
    one = reader("dark", service_workers="block")
    page = one.open_in_place("/techniques")
    page.locator(".plate__tools summary").click()
    page.evaluate("globalThis.stayed = true")
    page.locator(f"#to-tool-{TOOL}").click()
    wait_for(page, f"{CURRENT}.includes('to-tool-{TOOL}')")
    assert page.evaluate(ROWS) == len(LIBRARY.techniques_with(TOOL))
    assert one.path == f"/nl/techniques/tool/{TOOL}"
    assert page.locator(f"#to-tool-{TOOL}").is_visible(), "the tools stay unfolded"
    page.locator("#to-all").click()
    wait_for(page, f"{ROWS} === {len(LIBRARY.techniques)}")
    assert one.path == "/nl/techniques"
    assert page.evaluate("globalThis.stayed")
    one.judge()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_technique_opens_over_its_routine_and_gives_the_focus_back(reader, scheme):
    one = reader(scheme, service_workers="block")
    page = one.open_in_place(f"/routines/{ROUTINE}")
    address = page.url
    sheet = page.locator("dialog.sheet")
    for number, step in list(enumerate(LIBRARY.routines[ROUTINE].steps))[:2]:
        words = LIBRARY.techniques[step.technique].words[one.language]
        page.locator(".steps-of .row").nth(number).click()
        wait_for(page, "document.querySelector('dialog.sheet').open")
        assert sheet.locator("h2").first.text_content() == words.name
        assert words.purpose in sheet.text_content()
        assert sheet.locator("[data-link]").get_attribute("href").endswith(step.technique)
        assert page.url == address
        one.inspect("sheet")
        one.resize("sheet")
        if number:
            sheet.locator("[data-action=close]").click()
        else:
            page.keyboard.press("Escape")
        wait_for(page, "!document.querySelector('dialog.sheet').open")
        row = page.evaluate(
            "[...document.querySelectorAll('.steps-of .row')].indexOf(document.activeElement)"
        )
        assert row == number
    one.judge()


def test_without_scripts_the_same_links_lead_to_pages(reader):
    one = reader(java_script_enabled=False)
    for word, (view, place, number) in list(labels_of_the_body().items())[::4]:
        page = one.open("/techniques")
        turn_to(page, view)
        page.locator(f"#{word}").click()
        assert one.path == f"/en{place}"
        assert page.locator("#techniques .list .row").count() == number
        assert page.locator(f"#{word}").get_attribute("aria-current") == "true"
    page.locator(".plate__tools summary").click()
    page.locator(f"#to-tool-{TOOL}").click()
    assert one.path == f"/en/techniques/tool/{TOOL}"
    for number, step in enumerate(LIBRARY.routines[ROUTINE].steps):
        page = one.open(f"/routines/{ROUTINE}")
        page.locator(".steps-of .row").nth(number).click()
        assert one.path == f"/en/techniques/{step.technique}"
        words = LIBRARY.techniques[step.technique].words["en"]
        assert page.locator("h1").text_content() == words.name


def test_without_scripts_nothing_is_offered_that_only_they_can_do(reader):
    one = reader(java_script_enabled=False)
    for path in (
        "/",
        "/techniques",
        f"/routines/{ROUTINE}",
        f"/routines/{PLAYED}/play",
        "/install",
    ):
        for control in one.open(path).locator("[data-action]:visible").all():
            one.blame([f"button “{control.inner_text()}”"])
    one.judge()


def test_the_number_beside_a_word_on_the_first_page_is_what_is_there(reader):
    one = reader(java_script_enabled=False)
    page = one.open("/")
    words = {
        link.get_attribute("href"): int(link.locator(".number").text_content())
        for link in page.locator(".words a").all()
    }
    assert len(words) == len(LIBRARY.vocabulary.groups)
    for address, number in words.items():
        page.goto(one.origin + address)
        rows = page.locator("#techniques .list .row").count()
        if rows != number:
            one.blame([f"{rows} techniques, but the first page says {number}"])
    one.judge()


# ---- on paper ----


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_routine_on_paper_is_its_steps(reader, scheme):
    one = reader(scheme, service_workers="block")
    page = one.open(f"/routines/{ROUTINE}")
    page.emulate_media(media="print", color_scheme=scheme)
    page.set_viewport_size({"width": 700, "height": 990})
    for gone in (".skip", ".bar", ".tabs", ".dock", "[data-action]", ".languages", "dialog"):
        assert page.locator(f"{gone}:visible").count() == 0, gone
    assert page.locator("h1").is_visible()
    for number, step in enumerate(LIBRARY.routines[ROUTINE].steps):
        words = LIBRARY.techniques[step.technique].words[one.language]
        shown = page.locator(".steps-of li").nth(number).inner_text()
        assert words.name in shown
        assert words.settle in shown
    one.blame(page.evaluate(CUT_OFF), "print")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 2
    one.judge()
