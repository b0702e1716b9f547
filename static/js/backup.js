// A backup: everything of a person as one file, and what bringing it back would change. Pure. Whoever
// brings back a file gets all of it or nothing: one unsound record refuses the file, and says where.

/** What the file is; a later release that changes its shape counts on, and keeps a reader for each. */
const APP = "fascia";
const SCHEMA = 1;

/** From each earlier schema to the next one. The first release has none before it. */
const UPGRADES = {};

/** In bytes. Ten years of daily practice with long notes are a third of it. */
const LIMIT = 32 * 1024 * 1024;

export const tooLarge = (size) => size > LIMIT;

/** Letters in a line that somebody wrote. */
const NOTE = 5000;
const WORD = 200;

/** The first moment that no clock of a phone shows unless it is wrong. */
const TOO_LATE = Date.UTC(2100, 0);

// ---- what is sound: each returns what is known of a value, or throws where it is not ----

class Unsound extends Error {}

const at = (place, name) => (typeof name === "number" ? `${place}[${name}]` : place ? `${place}.${name}` : name);

const check = (holds) => (value, place) => {
  if (!holds(value)) throw new Unsound(place);
  return value;
};

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

const text = (most) => check((value) => typeof value === "string" && value.length <= most);
const id = check((value) => typeof value === "string" && value !== "" && value.length <= WORD);
const moment = check((value) => Number.isFinite(value) && value >= 0 && value < TOO_LATE);
const seconds = check((value) => Number.isFinite(value) && value >= 0 && value <= 86_400);
const score = check((value) => value === null || (Number.isInteger(value) && value >= 0 && value <= 10));
const flag = check((value) => typeof value === "boolean");
// Browsers differ in what they make of 30 February: it must come out as it was written.
const isoOf = (value) =>
  (typeof value === "string" && Number.isFinite(Date.parse(value)) ? new Date(value).toISOString() : "");
const day = check((value) => value !== "" && isoOf(value).slice(0, 10) === value);
const instant = check((value) => value !== "" && isoOf(value) === value);
const oneOf = (...values) => check((value) => values.includes(value));
const path = check((value) => typeof value === "string" && /^[a-z]+(\/[a-z0-9-]+){1,3}$/.test(value));

const optional = (sound) => (value, place) => (value === undefined ? undefined : sound(value, place));
const orNull = (sound) => (value, place) => (value === null ? null : sound(value, place));

const list = (sound) => (value, place) =>
  check(Array.isArray)(value, place).map((each, n) => sound(each, at(place, n)));

const byName = (sound) => (value, place) =>
  Object.fromEntries(Object.entries(check(isRecord)(value, place)).map(([name, each]) => {
    if (FORBIDDEN.has(name) || name.length > WORD) throw new Unsound(at(place, name));
    return [name, sound(each, at(place, name))];
  }));

/** A record with these fields; others are left out. */
const fields = (shape) => (value, place) => {
  check(isRecord)(value, place);
  return Object.fromEntries(Object.entries(shape)
    .map(([name, sound]) => [name, sound(Object.hasOwn(value, name) ? value[name] : undefined, at(place, name))])
    .filter(([, each]) => each !== undefined));
};

/** Records by their id, each of them once. */
const recordsOf = (sound) => (value, place) => {
  const seen = new Set();
  return list((each, where) => {
    const record = sound(each, where);
    if (seen.has(record.id)) throw new Unsound(at(where, "id"));
    seen.add(record.id);
    return record;
  })(value, place);
};

/** Any value of JSON, no deeper than a setting is. What reads a setting takes only what is sound in it. */
function plain(value, place, depth = 6) {
  if (value === null || typeof value === "boolean" || Number.isFinite(value)) return value;
  if (typeof value === "string") return text(NOTE)(value, place);
  if (depth === 0) throw new Unsound(place);
  const inner = (each, where) => plain(each, where, depth - 1);
  return Array.isArray(value) ? list(inner)(value, place) : byName(inner)(value, place);
}

const SIDES = ["left", "right", "both"];

const session = fields({
  id,
  begun: moment,
  ended: moment,
  day: optional(day),
  page: path,
  names: byName(text(WORD)),
  planned: seconds,
  done: seconds,
  finished: flag,
  before: score,
  after: score,
  areas: byName(oneOf("lighter", "same", "sore")),
  note: text(NOTE),
  steps: list(fields({
    technique: text(WORD), region: optional(text(WORD)), side: oneOf(...SIDES), seconds, planned: seconds,
  })),
  much: list(fields({
    technique: text(WORD), side: oneOf(...SIDES), at: seconds, score: orNull(score), signal: orNull(text(WORD)), choice: text(WORD),
  })),
  sore: orNull(fields({ level: oneOf("none", "sport", "more", "skipped"), at: moment })),
});

const PLACES = {
  sessions: session,
  favourites: fields({ id: path, at: moment }),
  programmes: fields({
    id: path, state: oneOf("active", "paused", "finished"), started: day, pausedOn: orNull(day), anew: optional(orNull(day)),
    days: byName(day),
    done: byName(fields({ day: orNull(day), session: orNull(text(WORD)) })), at: moment,
  }),
};

/** The settings that travel. What is only of this phone (when a file was saved) or of today stays behind. */
const SETTINGS = {
  health: plain,
  wishes: plain,
  longer: plain,
  tools: plain,
  minutes: plain,
  rhythm: plain,
  level: plain,
  // Written into the person's calendar as it is: a file must not bring lines of its own.
  reminder: fields({
    days: list(text(2)),
    time: text(8),
    uid: check((value) => typeof value === "string" && /^[\w.@-]{1,60}$/.test(value)),
    sequence: check((value) => Number.isSafeInteger(value) && value >= 0),
  }),
};

const mapped = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));

const backup = fields({
  appVersion: optional(text(WORD)),
  exportedAt: instant,
  ...mapped(PLACES, recordsOf),
  settings: fields(mapped(SETTINGS, optional)),
});

// ---- the file ----

function isSound(sound, value) {
  try {
    sound(value, "");
    return true;
  } catch (error) {
    if (error instanceof Unsound) return false;
    throw error;
  }
}

/**
 * The file, as an object: records by place, settings by name. One that could not be brought back would
 * refuse the whole file: it goes along apart, as `damaged`, for someone who can help.
 */
export function backupOf(all, { version, now }) {
  const found = JSON.parse(JSON.stringify(all)); // judged as it will be read
  const damaged = [];
  const sift = (place, sound, values) => {
    damaged.push(...values.filter((value) => !isSound(sound, value)).map((record) => ({ place, record })));
    return values.filter((value) => isSound(sound, value));
  };
  const records = Object.entries(PLACES).map(([place, sound]) => [place, sift(place, sound, found[place])]);
  const settings = Object.entries(SETTINGS).filter(([name, sound]) =>
    Object.hasOwn(found.settings, name) && sift(`settings.${name}`, sound, [found.settings[name]]).length);
  return {
    app: APP,
    schema: SCHEMA,
    appVersion: version,
    exportedAt: new Date(now).toISOString(),
    ...Object.fromEntries(records),
    settings: Object.fromEntries(settings.map(([name]) => [name, found.settings[name]])),
    ...(damaged.length && { damaged }),
  };
}

export const textOf = (backup) => JSON.stringify(backup);

/**
 * What a file holds: {ok: true, backup}, or {ok: false, why, details} where `why` is "foreign", "truncated",
 * "newer" or "tampered", and `details` the place that is not sound.
 */
export function readBackup(file) {
  let found;
  try {
    found = JSON.parse(file);
  } catch {
    return { ok: false, why: /^\s*\{\s*"app"\s*:\s*"fascia"/.test(file) ? "truncated" : "foreign" };
  }
  if (!isRecord(found) || found.app !== APP) return { ok: false, why: "foreign" };
  if (!Number.isInteger(found.schema) || found.schema < 1) return { ok: false, why: "tampered", details: "schema" };
  if (found.schema > SCHEMA) return { ok: false, why: "newer" };
  try {
    for (let schema = found.schema; schema < SCHEMA; schema++) found = UPGRADES[schema](found);
    return { ok: true, backup: backup(found, "") };
  } catch (error) {
    if (error instanceof Unsound) return { ok: false, why: "tampered", details: error.message };
    throw error;
  }
}

// ---- bringing it back ----

/** What can be said of a session after it, and when it is unsaid. */
const LATER = { before: null, after: null, note: "", sore: null };

/** The same, whatever the order of their fields. */
const isSame = (one, other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));
}

/** Both of a session: what is unsaid here is taken from the file; what is said here stays. */
function union(here, there) {
  const much = here.much ?? [];
  const merged = {
    ...here,
    areas: { ...there.areas, ...here.areas },
    much: [...much, ...there.much.filter((one) => !much.some((other) => isSame(one, other)))],
    finished: here.finished || there.finished,
  };
  for (const [name, unsaid] of Object.entries(LATER)) if ((here[name] ?? unsaid) === unsaid) merged[name] = there[name];
  // One that was cut off is not put over the whole of it.
  const { ended, done, planned, steps } = there;
  return done > here.done ? { ...merged, ended, done, planned, steps } : merged;
}

/**
 * A programme that goes on here stays as it is; what the file knows was done is added, unless all or some of
 * it was begun anew since: then nothing of that is done.
 */
const followed = (here, there) =>
  (here.started === there.started && (here.anew ?? null) === (there.anew ?? null) ? { ...here, done: { ...there.done, ...here.done } } : here);

function mergeRecords(present, incoming, both) {
  const here = new Map(present.map((record) => [record.id, record]));
  const result = { add: [], update: [], same: [] };
  for (const record of incoming) {
    const known = here.get(record.id);
    const merged = known ? both(known, record) : record;
    const kind = !known ? "add" : isSame(merged, known) ? "same" : "update";
    result[kind].push(merged);
  }
  return result;
}

/**
 * What bringing a backup back would write: for sessions, favourites and programmes {add, update, same},
 * lists of records; for settings {add, same}, by name. Nothing that is here is lost.
 *
 * A setting is only taken where there is none. Health answers above all: which of two is the careful one
 * cannot be told, and they must not change by themselves.
 */
export function merge(present, incoming) {
  const names = Object.keys(incoming.settings);
  const missing = names.filter((name) => present.settings[name] === undefined);
  const chosen = (some) => Object.fromEntries(some.map((name) => [name, incoming.settings[name]]));
  return {
    sessions: mergeRecords(present.sessions, incoming.sessions, union),
    favourites: mergeRecords(present.favourites, incoming.favourites, (here) => here),
    programmes: mergeRecords(present.programmes, incoming.programmes, followed),
    settings: { add: chosen(missing), same: chosen(names.filter((name) => !missing.includes(name))) },
  };
}
