"""Every page as people meet it: by touch, by keyboard, with large text, without scripts, on paper."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from fascia import pictures
from fascia.brand import find_browser
from fascia.library import load_library
from fascia.views import ARTICLES
from tests.browser.conftest import ARGUMENTS, store, wait_for

LIBRARY = load_library(("en", "nl"))

#: Each scheme in a language of its own: every template is seen in both, at half the price.
SCHEMES = {"light": "en", "dark": "nl"}

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

PHONE = {"width": 360, "height": 780}

#: Widths in pixels, and the size of the text in percent.
SETTINGS = [(320, 100), (360, 100), (768, 100), (1180, 100), (360, 200)]

REGION, TOOL, ROUTINE, PLAYED = "calf", "ball-medium", "evening-yin-20", "foot-reset-7"


def one_technique_of_each_kind() -> list[str]:
    """Kinds differ in what their page holds: the picture, the place, the routines."""
    kinds = {}
    for technique in LIBRARY.techniques.values():
        family = pictures.picture(technique, LIBRARY.vocabulary).tool
        where = bool(technique.words["en"].where)
        kinds.setdefault(
            (family, technique.side, where, bool(LIBRARY.routines_with(technique.id))), technique.id
        )
    return list(kinds.values())


#: What follows the language in an address: one page, at least, of each template.
PAGES = [
    "/",
    "/techniques",
    f"/techniques/region/{REGION}",
    f"/techniques/tool/{TOOL}",
    *(f"/techniques/{ident}" for ident in one_technique_of_each_kind()),
    "/routines",
    f"/routines/{ROUTINE}",
    *(f"/{article}" for article in ARTICLES),
    "/when-not-to-practise",
    "/read",
    "/install",
    "/offline",
    "/not-there",
]


# ---- what a page is asked; each answer is a list of faults ----

#: Unfolds what is folded and shows every state that scripts may show.
UNFOLD = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const part of document.querySelectorAll("[data-when], update-notice, resume-session")) part.hidden = false;
}"""

NAMES = """
  const nameOf = (element) => element.localName + (element.id && `#${element.id}`)
    + [...element.classList].map((name) => `.${name}`).join("")
    + ` “${(element.ariaLabel ?? element.textContent).trim().replace(/\\s+/g, " ").slice(0, 40)}”`;
"""

#: Controls under 44 pixels, links within the words of a line aside.
SMALL = (
    "() => {"
    + NAMES
    + """
  const inline = (element) => getComputedStyle(element).display === "inline";
  const speaks = (node, side) => {
    for (let next = node[side]; next && next.localName !== "br"; next = next[side]) {
      if (/[\\p{L}\\p{N}]/u.test(next.textContent)) return true;
    }
    return node.parentElement && inline(node.parentElement) && speaks(node.parentElement, side);
  };
  const withinWords = (link) =>
    inline(link) && (speaks(link, "previousSibling") || speaks(link, "nextSibling"));
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((control) => control.checkVisibility() && !control.matches(".skip") && !withinWords(control))
    .map((control) => [control, (control.matches("input") && control.closest("label") || control).getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 43.95 || height < 43.95)
    .map(([control, { width, height }]) => `${nameOf(control)} is ${width.toFixed(1)} × ${height.toFixed(1)}`);
}"""
)

#: A page that moves sideways, and words that run out of the page or of a part that cuts them.
CUT_OFF = (
    "() => {"
    + NAMES
    + """
  const { clientWidth: width, scrollWidth } = document.documentElement;
  const faults = scrollWidth > width ? [`scrolls sideways to ${scrollWidth} px`] : [];
  const cuts = (value) => value === "hidden" || value === "clip";
  const within = (element, rect) => {
    for (let part = element; part && part !== document.body; part = part.parentElement) {
      const style = getComputedStyle(part);
      const spare = style.overflowX === "clip" ? Math.max(1.5, parseFloat(style.overflowClipMargin) || 0) : 1.5;
      const box = part.getBoundingClientRect();
      if (style.overflowX === "auto" || style.overflowX === "scroll") return null;
      if (cuts(style.overflowX) && (rect.left < box.left - spare || rect.right > box.right + spare)) return part;
    }
    return rect.left < -1.5 || rect.right > width + 1.5 ? document.body : null;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || found.has(element)) continue;
    if (!element.checkVisibility() || element.closest(".visually-hidden, .skip, [aria-hidden=true]")) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    for (const rect of range.getClientRects()) {
      const edge = within(element, rect);
      if (!edge || found.has(element)) continue;
      found.add(element);
      faults.push(`${nameOf(element)} runs out of ${edge.localName}.${edge.className} (${Math.round(rect.left)} to ${Math.round(rect.right)})`);
    }
  }
  return faults;
}"""
)


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
        self.faults: list[str] = []
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.blame([f"throws {error}"]))

    def hear(self, message) -> None:
        if message.type == "error" and "/not-there" not in message.location["url"]:
            self.blame([f"console: {message.text}"])

    def open(self, path: str, language: str | None = None):
        self.page.goto(f"{self.origin}/{language or self.language}{path}")
        return self.page

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def blame(self, faults: list[str], where: str = "") -> None:
        self.faults += [f"{self.path}{where and f' ({where})'}: {fault}" for fault in faults]

    def inspect(self, where: str = "") -> None:
        """What is asked of a page as it stands, on a phone."""
        self.blame(broken_rules(self.page), where)
        self.blame(self.page.evaluate(SMALL), where)

    def resize(self, where: str = "") -> None:
        """What is asked of a page on every screen and with large text."""
        for width, text in SETTINGS:
            self.page.set_viewport_size({"width": width, "height": PHONE["height"]})
            self.page.evaluate(f"document.documentElement.style.fontSize = '{text}%'")
            self.blame(self.page.evaluate(CUT_OFF), f"{where} {width} px, text {text} %".strip())
        self.page.set_viewport_size(PHONE)
        self.page.evaluate("document.documentElement.style.fontSize = ''")

    def judge(self) -> None:
        assert not self.faults, "\n".join(dict.fromkeys(self.faults))


@pytest.fixture(scope="session")
def browser(playwright):
    browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
    yield browser
    browser.close()


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


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_page_keeps_the_rules_of_wcag_and_is_made_for_fingers(reader, scheme):
    one = reader(scheme)
    store(one.page, f"{one.origin}/{one.language}/")
    for path in PAGES:
        one.open(path).evaluate(UNFOLD)
        one.inspect()
    one.judge()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_page_scrolls_sideways_or_cuts_words_off(reader, scheme):
    one = reader(scheme)
    for path in PAGES:
        one.open(path).evaluate(UNFOLD)
        one.resize()
    one.judge()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_state_of_the_player_keeps_the_same_rules(reader, scheme):
    one = reader(scheme)
    page = one.open(f"/routines/{PLAYED}/play")
    plan = page.evaluate(
        "[...document.querySelectorAll('[data-cues] > li')].map(({ dataset }) => ({ ...dataset }))"
    )
    start = {cue["kind"]: int(cue["at"]) for cue in reversed(plan)}

    def look(state: str, shown: str = "") -> None:
        wait_for(page, f"document.querySelector('[data-view={shown or state}]').checkVisibility()")
        one.inspect(state)
        one.resize(state)

    def act(action: str) -> None:
        page.locator(f"[data-action={action}]:visible").click()

    def seek(cue: str) -> None:
        page.evaluate(f"document.querySelector('audio').currentTime = {start[cue] + 1}")

    look("ready")
    act("start")
    look("hold")
    seek("swap")
    look("swap")
    seek("settle")
    look("settle")
    seek("hold")
    wait_for(page, "document.querySelector('[data-view=hold]').checkVisibility()")
    act("pause")
    look("paused")
    page.reload()
    wait_for(page, "document.querySelector('[data-resume]').checkVisibility()")
    look("ready again", "ready")
    act("resume")
    wait_for(page, "document.querySelector('[data-view=hold]').checkVisibility()")
    act("much")
    look("too much", "paused")
    page.locator("[data-much] [data-action=stop]").click()
    look("end")
    one.judge()


def test_the_language_link_of_every_page_leads_to_the_same_page(reader):
    one = reader()
    for path in [*PAGES, f"/routines/{PLAYED}/play"]:
        for here, there in (("en", "nl"), ("nl", "en")):
            page = one.open(path, here)
            page.locator(f"body a[hreflang={there}]:visible").click()
            wait_for(page, f"document.documentElement.lang === '{there}'")
            # An address that leads nowhere is no page in any language.
            expected = f"/{there}{'/' if path == '/not-there' else path}"
            if one.path != expected:
                one.blame([f"reached from /{here}{path}, expected {expected}"])
    one.judge()


# ---- by keyboard ----

#: The element in focus, how it shows that, and whether anything of it lies in sight.
FOCUS = (
    "() => {"
    + NAMES
    + """
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const points = [.1, .5, .9].flatMap((x) => [.1, .5, .9].map((y) => [box.left + x * box.width, box.top + y * box.height]));
  return {
    name: nameOf(element),
    ring: element.matches(":focus-visible") && style.outlineStyle !== "none" ? parseFloat(style.outlineWidth) : 0,
    seen: points.some(([x, y]) => element.contains(document.elementFromPoint(x, y))),
  };
}"""
)

FOCUSABLE = (
    "() => {"
    + NAMES
    + """
  return [...document.querySelectorAll("a[href], button, input, summary")]
    .filter((element) => element.checkVisibility()).map(nameOf);
}"""
)


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
    one = reader()
    page = one.open("/")
    page.keyboard.press("Tab")
    box = page.locator(".skip").bounding_box()
    assert box["height"] >= 44
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


# ---- what changes in place ----

ROWS = "document.querySelectorAll('#techniques .list .row').length"
CURRENT = "[...document.querySelectorAll('#techniques [aria-current]')].map((word) => word.id)"


def words_of_the_body() -> dict[str, tuple[str, int]]:
    """Id of each word → where it leads and how many techniques are there."""
    found = {}
    for group in LIBRARY.vocabulary.groups:
        regions = LIBRARY.vocabulary.regions_in(group)
        place = regions[0].id if len(regions) == 1 else group
        number = len(LIBRARY.techniques_in_group(group))
        if number:
            found[f"to-group-{group}"] = f"/techniques/region/{place}", number
    return found


def test_a_word_of_the_body_changes_the_list_in_place(reader):
    one = reader()
    page = one.open("/techniques")
    whole = page.evaluate(ROWS)
    assert whole == len(LIBRARY.techniques)
    page.evaluate("globalThis.stayed = true")
    for word, (place, number) in words_of_the_body().items():
        page.locator(f"#{word}").click()
        wait_for(page, f"{CURRENT}.includes('{word}')")
        assert page.evaluate(CURRENT) == [word]
        assert page.evaluate(ROWS) == number
        assert one.path == f"/en{place}"
        assert page.evaluate("globalThis.stayed"), "the page was loaded anew"
        assert page.evaluate("document.activeElement.id") == word
        assert str(number) in page.locator("#count").text_content()
        assert page.locator("a[hreflang=nl]:visible").get_attribute("href") == f"/nl{place}"
    for _ in words_of_the_body():
        page.go_back()
    wait_for(page, f"{ROWS} === {whole}")
    assert one.path == "/en/techniques"
    assert page.evaluate(CURRENT) == []
    page.go_forward()
    word, (place, number) = next(iter(words_of_the_body().items()))
    wait_for(page, f"{ROWS} === {number}")
    assert one.path == f"/en{place}"
    assert page.evaluate(CURRENT) == [word]
    one.judge()


def test_a_tool_changes_the_list_in_place(reader):
    one = reader("dark")
    page = one.open("/techniques")
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
    one = reader(scheme)
    page = one.open(f"/routines/{ROUTINE}")
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
    for word, (place, number) in words_of_the_body().items():
        page = one.open("/techniques")
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
        assert (
            page.locator("h1").text_content() == LIBRARY.techniques[step.technique].words["en"].name
        )
    for link in ("[data-action]:visible", "[data-when=storing]:visible", "update-notice:visible"):
        assert one.open("/").locator(link).count() == 0, "what only scripts can do is not offered"


# ---- on paper ----


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_routine_on_paper_is_its_steps(reader, scheme):
    one = reader(scheme)
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
