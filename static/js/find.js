// Finds entries by words and by facts, in the index that the server makes (fascia/index.py).
// Pure: knows no page.

import MiniSearch from "../vendor/minisearch-7.2.0.js";

/** Where a word is found, and how much it counts there. */
const FIELDS = { name: 6, own: 5, regions: 4, about: 1.5, text: 1, more: 0.5 };

/** The usual values, but that a long list of synonyms weakens none of them. */
const BM25 = { k: 1.2, b: 0.2, d: 0.5 };

/** Whoever looks for what this page warns of sees the warning first. */
const CARE = { path: "when-not-to-practise", boost: 1.5 };

/** Of the length of a word: how many letters may be wrong, at first and when nothing was found. */
const ERRORS = { strict: 0.2, loose: 0.34 };

/** Shorter words are taken as they are, shorter beginnings of words lead nowhere. */
const FUZZY_FROM = 3;
const PREFIX_FROM = 2;
const STEM_FROM = 3;

/** Entries that are learned without a pause. */
const PORTION = 16;

/** What each filter asks of an entry. Pages to read have no facts, and fit none. */
const FITS = {
  part: (entry, [group]) => entry.groups?.includes(group),
  tool: (entry, tools) => entry.needs?.every((need) => need.some((tool) => tools.includes(tool))),
  minutes: (entry, [minutes]) => entry.minutes <= Number(minutes),
  goal: (entry, [goal]) => entry.goals?.includes(goal),
  place: (entry, [place]) => entry.places?.includes(place),
  level: (entry, [level]) => entry.levels?.includes(level),
};

/** Fields that are lists: a comma between the items, each a word or a few. */
const LISTS = new Set(["own", "regions", "about"]);

/** Lower case, without accents: "Knieën" → "knieen". */
export const plain = (term) => term.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const wordsOf = (text) => text.split(/[\s\p{P}]+/u).filter(Boolean);

/** An item of several words is known as one word too: "foam roller" is found as "foamroller". */
const itemsOf = (text) =>
  text.split(", ").flatMap((item) => {
    const words = wordsOf(item);
    return words.length > 1 ? [...words, words.join("")] : words;
  });

const without = (chosen, name) =>
  Object.fromEntries(Object.entries(chosen).filter(([other]) => other !== name));

/** Made with `await Finder.of(index)`. */
export class Finder {
  #entries;
  #search;
  #weak;
  #tails;
  #known = new Set();

  constructor({ entries, words, weak, tails }) {
    this.#entries = new Map(entries.map((entry) => [entry.path, entry]));
    this.#weak = new Set(weak.map(plain));
    this.#tails = tails.map(plain).sort((one, other) => other.length - one.length);
    this.#search = new MiniSearch({
      idField: "path",
      fields: Object.keys(FIELDS),
      extractField: (entry, field) =>
        field === "regions" || field === "about"
          ? entry[field]?.map((key) => words[key]).join(", ")
          : entry[field],
      tokenize: (text, field) => (LISTS.has(field) ? itemsOf(text) : wordsOf(text)),
      processTerm: (term) => {
        const known = plain(term);
        this.#known.add(known);
        return known;
      },
    });
  }

  /** A finder that knows the whole index. It learns in portions: in between a page can answer. */
  static async of(index) {
    const finder = new Finder(index);
    await finder.#search.addAllAsync(index.entries, { chunkSize: PORTION });
    return finder;
  }

  /**
   * What fits a choice ({ words, chosen }), as addresses below the language. With words the best
   * come first (`ranked`). When nothing fits, the nearest: `left` names the filters that were left
   * out, `loose` tells that the words were taken loosely, `unsaid` that they were left out too.
   */
  find({ words, chosen }) {
    const names = Object.keys(chosen);
    const strict = this.#matches(words, false);
    const as = (paths, { left = [], loose = false, unsaid = false } = {}) =>
      ({ paths, ranked: Boolean(words) && !unsaid, left, loose, unsaid });

    let paths = this.#fitting(strict, chosen);
    if (paths.length) return as(paths);

    let most = as([]);
    for (const left of names) {
      paths = this.#fitting(strict, without(chosen, left));
      if (paths.length > most.paths.length) most = as(paths, { left: [left] });
    }
    if (most.paths.length) return most;

    const loosely = words ? this.#matches(words, true) : [];
    paths = this.#fitting(loosely, chosen);
    if (paths.length) return as(paths, { loose: true });
    if (strict.length) return as(strict.map(({ path }) => path), { left: names });
    if (loosely.length) return as(loosely.map(({ path }) => path), { left: names, loose: true });
    paths = this.#fitting([...this.#entries.values()], chosen);
    if (paths.length) return as(paths, { unsaid: true });
    return as([...this.#entries.keys()], { left: names, unsaid: true });
  }

  #fitting(entries, chosen) {
    const tests = Object.entries(chosen);
    return entries
      .filter((entry) => tests.every(([name, values]) => FITS[name](entry, values)))
      .map(({ path }) => path);
  }

  /** Entries in which the words are found, best first; all entries when there are no words. */
  #matches(words, loose) {
    const terms = wordsOf(plain(words)).filter((term) => term.length >= PREFIX_FROM);
    if (!terms.length) return [...this.#entries.values()];
    const weak = terms.filter((term) => this.#weak.has(term));
    const strong = terms.filter((term) => !this.#weak.has(term));
    const [asked, aside] = strong.length ? [strong, weak] : [weak, []];
    const all = { combineWith: loose ? "OR" : "AND", queries: asked };
    // Together they may be one word ("muis arm"), or one item: a tennis ball is no tennis elbow.
    const joined = terms.length > 1 && this.#begins(terms.join("")) ? [terms.join("")] : [];
    const one = new Set(this.#ask(joined, false).map(({ id }) => id));
    const more = new Map(this.#ask(aside, false).map(({ id, score }) => [id, score]));
    const rank = ({ id, score }) => score + (more.get(id) ?? 0);
    return this.#ask([all, ...joined], loose)
      .sort((a, b) => one.has(b.id) - one.has(a.id) || rank(b) - rank(a))
      .map(({ id }) => this.#entries.get(id));
  }

  /** Entries with any of `queries`, with their scores. */
  #ask(queries, loose) {
    return this.#search.search({ combineWith: "OR", queries }, {
      boost: FIELDS,
      bm25: BM25,
      boostDocument: (path) => (path === CARE.path ? CARE.boost : 1),
      processTerm: (term) => this.#stem(plain(term)),
      prefix: (term) => !this.#weak.has(term),
      fuzzy: (term) =>
        term.length >= FUZZY_FROM && (loose || !this.#begins(term)) && ERRORS[loose ? "loose" : "strict"],
    });
  }

  /** A word that is known, or what stands before its ending: "nekpijn" → "nek". */
  #stem(term) {
    if (this.#known.has(term)) return term;
    for (const tail of this.#tails) {
      const rest = term.slice(0, -tail.length);
      if (term.endsWith(tail) && rest.length >= STEM_FROM && this.#known.has(rest)) return rest;
    }
    return term;
  }

  /** Whether a known word begins like this: then it is not a typing error. */
  #begins(term) {
    for (const known of this.#known) if (known.startsWith(term)) return true;
    return false;
  }
}
