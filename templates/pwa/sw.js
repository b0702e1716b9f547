// The offline worker. It makes four promises:
//   1. an active worker holds its whole release, every body checked against its hash;
//   2. known addresses are answered from that release only, so releases never mix;
//   3. an interrupted installation goes on where it stopped;
//   4. a new release takes over when the person agrees, and never during a session.
// The server puts the values of the release in (fascia/offline.py); nothing is listed by hand.

const VERSION = {{ version|tojson }};
const LANGUAGES = {{ languages|tojson }};

/** Headers that every answer carries: a stored page is as guarded as one from the network. */
const POLICY = {{ policy|tojson }};
const DRAWING = {{ drawing|tojson }};

/** What lies below this has a hash of its content in its name. */
const STATIC = "/static/";
const IMMUTABLE = "public, max-age=31536000, immutable";

/** Lines of a page that are of no use on a phone (fascia/offline.py). */
const FOR_OTHERS = new RegExp({{ for_others|tojson }}, "gm");

/** [{name, path, entries: [[path, type, hash, size], …]}, …] */
const PACKS = {{ packs|tojson }};

const PREFIX = "fascia-";
const CACHE = `${PREFIX}release-${VERSION}`;

/** Survives releases: the language in use, for the address without one. */
const KEPT = `${PREFIX}kept`;
const LANGUAGE_KEY = "/kept/language";

/** Held by a page while a session runs. */
const SESSION_LOCK = "fascia-session";

const NETWORK_LIMIT = 3000;

/** How long, in milliseconds, no page must have asked for anything before another worker may take over. */
const QUIET = 400;

/** When more than this share of a pack is missing, the pack is quicker than the single files. */
const PACK_SHARE = 0.3;

/** How many bytes of a pack are undone at a time, at most. */
const BATCH = 1 << 15;

const ENTRIES = new Map();
for (const pack of PACKS) {
  for (const [path, type, hash, size] of pack.entries) {
    ENTRIES.set(path, { path, type, hash, size, pack: pack.path });
  }
}
const TOTAL = ENTRIES.size;

// ---- bodies ----

async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).subarray(0, 16);
  return btoa(String.fromCharCode(...digest)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const isWhole = async (entry, bytes) =>
  bytes.byteLength === entry.size && (await hashOf(bytes)) === entry.hash;

const answerOf = (entry, bytes) =>
  new Response(bytes, {
    headers: {
      ...POLICY,
      ...(entry.type === DRAWING.type && { "Content-Security-Policy": DRAWING.policy }),
      "Content-Type": entry.type,
      "Content-Length": String(entry.size),
      // Hashed names never change: the next page takes them from memory, without asking here.
      ...(entry.path.startsWith(STATIC) && { "Cache-Control": IMMUTABLE }),
    },
  });

const put = (cache, entry, bytes) => cache.put(entry.path, answerOf(entry, bytes));

/** The stored body of an entry, or null when it is missing or damaged. */
async function stored(cache, entry) {
  const response = await cache.match(entry.path);
  if (!response) return null;
  const bytes = await response.arrayBuffer();
  // From bytes, not from a clone: a cloned stream that nobody finishes keeps this worker busy,
  // and a busy worker keeps the next release waiting.
  return (await isWhole(entry, bytes)) ? answerOf(entry, bytes) : null;
}

/** One body from the network, checked. Throws when it is not what the list promises. */
async function fetchOne(cache, entry) {
  const response = await fetch(entry.path, { cache: "reload", credentials: "same-origin" });
  if (response.status !== 200 || response.redirected || response.headers.get("Content-Type") !== entry.type) {
    throw new Error(`${entry.path}: not the file of this release`);
  }
  const bytes = entry.type.startsWith("text/html")
    ? new TextEncoder().encode((await response.text()).replace(FOR_OTHERS, ""))
    : await response.arrayBuffer();
  if (!(await isWhole(entry, bytes))) throw new Error(`${entry.path}: damaged on the way`);
  await put(cache, entry, bytes);
  return bytes;
}

{% include "pwa/ppmd.js" %}

/** A stream that a model has made, undone as it comes in. Read like a stream. */
class Undone {
  #source;
  #model;
  #left;
  #ended = false;

  constructor(source, order, length) {
    this.#source = source;
    this.#model = new Ppmd(order);
    this.#left = length;
  }

  feed(bytes) { this.#model.feed(bytes); }

  async read() {
    while (this.#model.left < AHEAD && !this.#ended) {
      const { done, value } = await this.#source.read();
      this.#ended = done;
      if (!done) this.#model.feed(value);
    }
    const value = new Uint8Array(Math.min(this.#left, BATCH));
    let count = 0;
    const enough = this.#ended ? 0 : AHEAD;
    while (count < value.byteLength && this.#model.left >= enough) value[count++] = this.#model.next();
    if (this.#model.left < 0) throw new Error("cut off");
    this.#left -= count;
    return { done: count === 0, value: value.subarray(0, count) };
  }
}

/** Lines and numbers of a pack (fascia/packs.py tells its form) while it streams in. */
class PackReader {
  #source;
  #arrived = new Uint8Array(0);
  #at = 0;
  #ended = false;
  #lines = [];

  // All lines of the bodies so far, by their numbers, and where each stood last.
  #text = [];
  #latest = [];

  constructor(stream) {
    this.#source = stream.getReader();
  }

  /** The steps of every body. After them come the lines. */
  async plan() {
    const [order] = await this.bytes(1);
    const length = await this.#number();
    if (order === 0) {
      const plan = await this.bytes(length);
      await this.#number(); // the lines go on to the end
      return stepsOf(plan);
    }
    const model = new Ppmd(order);
    model.feed(await this.bytes(await this.#number()));
    const plan = Uint8Array.from({ length }, () => model.next());
    const source = new Undone(this.#source, order, await this.#number());
    source.feed(this.#arrived.subarray(this.#at));
    this.#source = source;
    this.#arrived = new Uint8Array(0);
    this.#at = 0;
    return stepsOf(plan);
  }

  async #number() {
    return new DataView((await this.bytes(4)).buffer).getUint32(0, true);
  }

  async #more() {
    const { done, value } = await this.#source.read();
    this.#ended = done;
    if (done) return;
    const rest = this.#arrived.subarray(this.#at);
    this.#arrived = new Uint8Array(rest.byteLength + value.byteLength);
    this.#arrived.set(rest);
    this.#arrived.set(value, rest.byteLength);
    this.#at = 0;
  }

  async bytes(count) {
    while (this.#arrived.byteLength - this.#at < count) {
      if (this.#ended) throw new Error("cut off");
      await this.#more();
    }
    return this.#arrived.slice(this.#at, (this.#at += count));
  }

  /** The next line that no body has taken yet. */
  async #next() {
    let from = this.#at;
    let end;
    while ((end = this.#arrived.indexOf(10, from)) < 0 && !this.#ended) {
      const looked = this.#arrived.byteLength - this.#at;
      await this.#more();
      from = this.#at + looked;
    }
    const line = this.#arrived.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#arrived.byteLength : end + 1;
    return this.#lines.push(line) - 1;
  }

  /** The body whose steps are [new lines, line to go to, known lines, …]. */
  async body(steps, size) {
    const body = new Uint8Array(size);
    let at = -1; // of the newline in front of the next line
    const add = (number) => {
      const line = this.#lines[number];
      this.#latest[number] = this.#text.push(number) - 1;
      if (at >= 0) body[at] = 10;
      // Too much for the body throws, too little is not what its hash promises.
      body.set(line, at + 1);
      at += 1 + line.byteLength;
    };
    let place = 0;
    for (let step = 0; step < steps.length; step += 3) {
      for (let left = steps[step]; left > 0; left -= 1) add(await this.#next());
      place = steps[step + 1] ? this.#latest[steps[step + 1] - 1] : place + steps[step];
      for (let left = steps[step + 2]; left > 0; left -= 1) add(this.#text[place++]);
    }
    return body;
  }
}

/** The steps of every body, from the numbers of a plan. */
function stepsOf(plan) {
  let at = 0;
  const next = () => {
    let number = 0;
    let shift = 0;
    do {
      number |= (plan[at] & 127) << shift;
      shift += 7;
    } while (plan[at++] & 128);
    return number;
  };
  const bodies = [];
  while (at < plan.byteLength) bodies.push(Array.from({ length: next() * 3 }, next));
  return bodies;
}

/** A pack from the network, unpacked as it streams in; what has arrived stays. */
async function fetchPack(cache, pack, missing, progress) {
  const response = await fetch(pack.path, { cache: "reload", credentials: "same-origin" });
  if (response.status !== 200 || response.redirected) throw new Error(`${pack.path}: not there`);
  const reader = new PackReader(response.body);
  const steps = await reader.plan();
  for (const [index, [path]] of pack.entries.entries()) {
    const entry = ENTRIES.get(path);
    const bytes = await reader.body(steps[index], entry.size);
    if (!missing.has(path)) continue;
    if (!(await isWhole(entry, bytes))) throw new Error(`${path}: damaged on the way`);
    await put(cache, entry, bytes);
    progress(entry);
  }
}

// ---- installing ----

async function tellPages(message) {
  const clients = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  for (const client of clients) client.postMessage({ version: VERSION, ...message });
}

const earlierReleases = async () =>
  (await caches.keys()).filter((name) => name.startsWith(`${PREFIX}release-`) && name !== CACHE);

/** Copy what an earlier release holds under the same hash, whatever its address was. */
async function copyFromEarlier(cache, missing, progress) {
  for (const name of await earlierReleases()) {
    const earlier = await caches.open(name);
    for (const path of [...missing]) {
      const entry = ENTRIES.get(path);
      const response = await stored(earlier, entry);
      if (!response) continue;
      await put(cache, entry, await response.arrayBuffer());
      missing.delete(path);
      progress(entry);
    }
  }
}

/** Make this release whole: what is there stays, the rest is copied or fetched. */
async function fill() {
  const cache = await caches.open(CACHE);
  const missing = new Set();
  let count = 0;
  let bytes = 0;
  let told = 0;
  const progress = (entry) => {
    count += 1;
    bytes += entry.size;
    if (Date.now() - told > 100) {
      told = Date.now();
      tellPages({ type: "storing", stored: count, total: TOTAL, bytes });
    }
  };
  for (const entry of ENTRIES.values()) {
    if (await stored(cache, entry)) progress(entry);
    else missing.add(entry.path);
  }
  if (missing.size) await copyFromEarlier(cache, missing, progress);
  const order = ["shell", "pages", "figures", "voice"];
  const rank = ({ name }) => order.indexOf(name);
  for (const pack of [...PACKS].sort((one, other) => rank(one) - rank(other))) {
    const wanted = new Set(pack.entries.map(([path]) => path).filter((path) => missing.has(path)));
    if (wanted.size > pack.entries.length * PACK_SHARE) {
      await fetchPack(cache, pack, wanted, progress);
    } else {
      for (const path of wanted) {
        await fetchOne(cache, ENTRIES.get(path));
        progress(ENTRIES.get(path));
      }
    }
  }
}

self.addEventListener("install", (event) => {
  event.waitUntil(
    fill().catch(async (error) => {
      await tellPages({ type: error.name === "QuotaExceededError" ? "full" : "interrupted" });
      throw error; // the browser drops this worker; the next attempt goes on from what is stored
    }),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const earlier = await earlierReleases();
    await Promise.all(earlier.map((name) => caches.delete(name)));
    await self.clients.claim();
    tellTakenOver(earlier.length > 0); // not awaited: pages get no answer before this event ends
  })());
});

/** Pages that this worker answered itself: they are of this release. */
const answeredHere = new Set();

/** How long a page of the release before may be under way when this one takes over. */
const UNDER_WAY = 3000;

/** Tell every page that is not of this release, also those that are only just arriving. */
async function tellTakenOver(replaced) {
  const told = new Set();
  for (const until = Date.now() + UNDER_WAY; Date.now() < until;) {
    // A page that was arriving during the claim still belongs to the worker before: uncontrolled.
    for (const page of await self.clients.matchAll({ includeUncontrolled: true, type: "window" })) {
      if (told.has(page.id) || answeredHere.has(page.id)) continue;
      told.add(page.id);
      page.postMessage({ version: VERSION, type: "ready", replaced });
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

// ---- answering ----

async function keptLanguage() {
  const kept = await (await caches.open(KEPT)).match(LANGUAGE_KEY);
  const language = kept ? await kept.text() : (self.navigator.language ?? "").slice(0, 2);
  return LANGUAGES.includes(language) ? language : LANGUAGES[0];
}

let lastLanguage = null;

async function keepLanguage(path) {
  const language = path.split("/")[1];
  if (!LANGUAGES.includes(language) || language === lastLanguage) return;
  lastLanguage = language;
  await (await caches.open(KEPT)).put(LANGUAGE_KEY, new Response(language));
}

/** The address in the list that a request means; `/nl/techniques/` means `/nl/techniques`. */
function entryFor(path) {
  return ENTRIES.get(path) ?? (path.length > 4 && path.endsWith("/") ? ENTRIES.get(path.slice(0, -1)) : undefined);
}

async function fromRelease(entry, request) {
  const cache = await caches.open(CACHE);
  const response = await stored(cache, entry);
  if (response) return response;
  // Missing or damaged: fetch it again. A newer release on the server is no match for the list,
  // but its page is whole in itself, and better than none.
  try {
    return answerOf(entry, await fetchOne(cache, entry));
  } catch {
    try {
      return await fetch(request);
    } catch {
      return request.mode === "navigate" ? offlinePage(entry.path) : Response.error();
    }
  }
}

async function offlinePage(path) {
  const part = path.split("/")[1];
  const language = LANGUAGES.includes(part) ? part : await keptLanguage();
  const page = await stored(await caches.open(CACHE), ENTRIES.get(`/${language}/offline`));
  return page ?? new Response("Offline", { status: 503, headers: { "Content-Type": "text/plain" } });
}

/** An address outside the release. Wi-Fi that is connected but dead counts as no network. */
function fromNetwork(request, path) {
  const late = new Promise((resolve) => setTimeout(resolve, NETWORK_LIMIT));
  const offline = () => offlinePage(path);
  return Promise.race([fetch(request).catch(offline), late.then(offline)]);
}

/** When a page last asked for something. */
let asked = Date.now();

self.addEventListener("fetch", (event) => {
  asked = Date.now();
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const path = url.pathname;
  const navigates = request.mode === "navigate";
  if (path === "/" && navigates) {
    event.respondWith(keptLanguage().then((language) => Response.redirect(`/${language}/`)));
    return;
  }
  const entry = entryFor(path);
  if (navigates) {
    answeredHere.add(event.resultingClientId);
    event.waitUntil(keepLanguage(path));
  }
  if (entry) event.respondWith(fromRelease(entry, request));
  else if (navigates) event.respondWith(fromNetwork(request, path));
});

// ---- talking with pages ----

/** Look at every stored body; put right what can be put right. */
async function check() {
  const cache = await caches.open(CACHE);
  let count = 0;
  let bytes = 0;
  for (const entry of ENTRIES.values()) {
    const whole = (await stored(cache, entry)) || (await fetchOne(cache, entry).catch(() => null));
    if (!whole) continue;
    count += 1;
    bytes += entry.size;
  }
  return { type: "status", stored: count, total: TOTAL, bytes };
}

/** What is stored, by the number of addresses; the hashes are looked at when a body is used. */
async function status() {
  const keys = await (await caches.open(CACHE)).keys();
  const paths = new Set(keys.map((request) => new URL(request.url).pathname));
  const here = [...ENTRIES.values()].filter((entry) => paths.has(entry.path));
  const bytes = here.reduce((sum, entry) => sum + entry.size, 0);
  return { type: "status", stored: here.length, total: TOTAL, bytes };
}

/** Ends when no page, in whatever tab, has asked for anything for a while. */
async function quiet() {
  while (Date.now() - asked < QUIET) await new Promise((resolve) => setTimeout(resolve, QUIET / 4));
}

async function sessionRuns() {
  const locks = await self.navigator.locks?.query();
  return Boolean(locks?.held.some((lock) => lock.name === SESSION_LOCK));
}

self.addEventListener("message", (event) => {
  const answer = (message) => event.source?.postMessage({ version: VERSION, ...message });
  const work = {
    status: async () => answer(await status()),
    check: async () => answer({ ...(await check()), checked: true }),
    quiet: async () => event.ports[0]?.postMessage(await quiet()),
    activate: async () => {
      // A page that has gone since it asked makes room for one that is loading: that one will ask.
      const asks = await self.clients.get(event.source.id);
      if (asks && !(await sessionRuns())) await self.skipWaiting();
    },
  }[event.data?.type];
  if (work) event.waitUntil(work());
});
