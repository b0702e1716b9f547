import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

import { backupOf, merge, readBackup, textOf, tooLarge } from "../../static/js/backup.js";
import { diceOf } from "./laws.js";

const NOW = Date.parse("2026-11-26T18:00:00Z");
const FOLDER = new URL("./backups/", import.meta.url);

const session = (id, more = {}) => ({
  id, begun: 1000, ended: 601_000, day: "2026-11-25", page: "routines/foot-reset-7/play", names: { en: "Feet", nl: "Voeten" },
  planned: 600, done: 600, finished: true, before: 5, after: null, areas: {}, note: "",
  steps: [{ technique: "foot-sole-roll", region: "foot", side: "left", seconds: 300, planned: 300 }],
  much: [{ technique: "foot-sole-roll", side: "left", at: 12, score: 7, signal: null, choice: "softer" }], sore: null, ...more,
});

const PROGRAMME = {
  id: "programmes/four-weeks", state: "paused", started: "2026-11-20", pausedOn: "2026-11-22", days: { "week-1-day-1": "2026-11-20" },
  done: { "week-1-day-1": { day: "2026-11-20", session: "one" } }, at: 5,
};

const ALL = {
  sessions: [session("one"), session("two", { note: "Zachter “é” \u0000", sore: { level: "sport", at: 9 }, areas: { foot: "sore" } })],
  favourites: [{ id: "techniques/foot-sole-roll", at: 7 }],
  programmes: [PROGRAMME],
  settings: { tools: ["ball-soft"], health: { conditions: { osteoporosis: "yes" }, at: 3 }, level: { rung: 1 } },
};

const backup = (all = ALL) => backupOf(all, { version: "3f2a", now: NOW });
const read = (found) => readBackup(typeof found === "string" ? found : JSON.stringify(found));
const withSession = (change) => ({ ...backup(), sessions: [session("one"), { ...session("two"), ...change }] });

test("what is saved is read as it was", () => {
  const { ok, backup: found } = read(textOf(backup()));
  assert.ok(ok);
  const { app, schema, ...rest } = backup();
  assert.deepEqual([app, schema], ["fascia", 1]);
  assert.deepEqual(found, rest);
});

/** What a setting is that stays behind, and why. */
const STAYS = {
  closed: "of today",
  "health-later": "of today",
  backup: "of a file that was saved from this phone",
  "backup-later": "of this phone: how many sessions it had",
};

test("of every setting that is kept somebody has said whether it travels", () => {
  const scripts = new URL("../../static/js/", import.meta.url);
  const files = readdirSync(scripts, { recursive: true }).filter((file) => file.endsWith(".js") && !/^vendor|^store\.js$/.test(file));
  const names = new Set();
  for (const file of files) {
    for (const [call, name] of readFileSync(new URL(file, scripts), "utf8").matchAll(/\bsetSetting\(\s*(?:"([^"]+)")?/g)) {
      assert.ok(name, `${file}: ${call} with a name that cannot be read here`);
      names.add(name);
    }
  }
  assert.ok(names.has("health") && names.has("closed"));
  const reminder = { days: ["MO"], time: "07:30", uid: "1@fascia", sequence: 0 };
  const settings = Object.fromEntries([...names].map((name) => [name, name === "reminder" ? reminder : 1]));
  const travelling = Object.keys(backup({ ...ALL, settings }).settings);
  assert.deepEqual([...names].sort(), [...travelling, ...Object.keys(STAYS)].sort());
});

test("what is only of this phone, or of today, does not travel", () => {
  const { settings } = backup({ ...ALL, settings: { ...ALL.settings, closed: { at: 1 }, backup: { at: 1 }, "health-later": "x" } });
  assert.deepEqual(Object.keys(settings).sort(), ["health", "level", "tools"]);
  assert.deepEqual(Object.keys(read({ ...backup(), settings: { closed: { at: 1 }, minutes: 5 } }).backup.settings), ["minutes"]);
});

test("a record that could not be brought back keeps none of the others from it", () => {
  const odd = [session("odd", { before: 11 }), session("late", { begun: 9e15 }), { ...session("short"), note: undefined }];
  const saved = backup({
    ...ALL, sessions: [odd[0], session("one"), ...odd.slice(1)], favourites: [{ id: "?", at: 1 }], settings: { tools: [], minutes: "x".repeat(5001) },
  });
  const { ok, backup: found } = read(textOf(saved));
  assert.ok(ok);
  assert.deepEqual([found.sessions.map(({ id }) => id), found.favourites, found.settings], [["one"], [], { tools: [] }]);
  assert.deepEqual(saved.damaged.map(({ place }) => place), ["sessions", "sessions", "sessions", "favourites", "settings.minutes"]);
  assert.deepEqual(saved.damaged.map(({ record }) => record.id).slice(0, 3), ["odd", "late", "short"]);
  assert.ok(!("damaged" in found) && !("damaged" in backup()));
});

test("whatever this phone has kept, a file of it can be read", () => {
  const values = [null, "", "x", -1, 0.5, NaN, Infinity, 9e15, true, [], {}, [null], { a: undefined }, undefined, "2026-02-30"];
  for (let seed = 1; seed <= 500; seed++) {
    const dice = diceOf(seed);
    const harmed = (record) => ({ ...record, ...(dice.chance(0.6) && { [dice.one(Object.keys(record))]: dice.one(values) }) });
    const all = {
      sessions: [session("sound"), ...["a", "b"].map((id) => harmed({ ...session(id), id }))],
      favourites: ALL.favourites.map(harmed), programmes: ALL.programmes.map(harmed), settings: harmed(ALL.settings),
    };
    const saved = backup({ ...all, sessions: [...new Map(all.sessions.map((each) => [each.id, each])).values()] });
    const { ok, why, details, backup: found } = read(textOf(saved));
    assert.ok(ok, `${seed}: ${why} ${details}`);
    assert.equal(found.sessions[0].id, "sound");
  }
});

test("every schema that was ever released is still read", () => {
  const files = readdirSync(FOLDER).sort();
  assert.deepEqual(files, Array.from({ length: backup().schema }, (_, n) => `schema-${n + 1}.json`));
  for (const file of files) {
    const { ok, backup: found } = readBackup(readFileSync(new URL(file, FOLDER), "utf8"));
    assert.ok(ok, file);
    assert.ok(found.sessions.length && found.favourites.length && found.programmes.length && found.settings.health, file);
  }
});

test("half a file, another file and a later one are told apart", () => {
  const text = textOf(backup());
  for (const share of [0.1, 0.5, 0.99]) assert.equal(read(text.slice(0, text.length * share)).why, "truncated");
  for (const foreign of ["", "Dear diary", "7", "null", "[]", "{}", '{"app":"other"}', "\u0000", '{"schema":1}']) {
    assert.deepEqual(read(foreign), { ok: false, why: "foreign" }, foreign);
  }
  assert.equal(read({ ...backup(), schema: 2 }).why, "newer");
  for (const schema of [0, -1, "1", null, 1.5]) assert.equal(read({ ...backup(), schema }).why, "tampered");
});

test("one unsound record refuses all of it, and its place is told", () => {
  const places = {
    "sessions[1].begun": { begun: "yesterday" },
    "sessions[1].done": { done: -1 },
    "sessions[1].planned": { planned: 1e9 },
    "sessions[1].before": { before: 11 },
    "sessions[1].areas.foot": { areas: { foot: "<b>" } },
    "sessions[1].note": { note: "x".repeat(5001) },
    "sessions[1].page": { page: "//elsewhere.example" },
    "sessions[1].steps[0].side": { steps: [{ ...session("x").steps[0], side: "up" }] },
    "sessions[1].much": { much: {} },
    "sessions[1].sore.level": { sore: { level: "very", at: 1 } },
    "sessions[1].day": { day: "2026-02-30" },
    "sessions[1].ended": { ended: Date.parse("2100-01-01") },
    "sessions[1].id": { id: "" },
    "sessions[1].names.en": { names: { en: 7 } },
    [`sessions[1].names.${"x".repeat(201)}`]: { names: { ["x".repeat(201)]: "Feet" } },
  };
  for (const [place, change] of Object.entries(places)) assert.deepEqual(read(withSession(change)), { ok: false, why: "tampered", details: place });
  assert.equal(read({ ...backup(), favourites: [{ id: "https://elsewhere.example", at: 1 }] }).details, "favourites[0].id");
  assert.equal(read({ ...backup(), programmes: [{ ...PROGRAMME, state: "?" }] }).details, "programmes[0].state");
  for (const exportedAt of ["then", "2026", 7, "", null]) assert.equal(read({ ...backup(), exportedAt }).details, "exportedAt");
  for (const day of ["", "2026-11", 20261126, "2026-11-26T00:00:00.000Z"]) assert.equal(read(withSession({ day })).details, "sessions[1].day");
  assert.equal(read({ ...backup(), sessions: null }).details, "sessions");
});

test("two records that claim to be one are refused", () => {
  assert.equal(read(withSession({ id: "one" })).details, "sessions[1].id");
  assert.equal(read({ ...backup(), favourites: [...ALL.favourites, ...ALL.favourites] }).details, "favourites[1].id");
});

test("a file puts no number without end into a setting, and no line into the calendar", () => {
  const text = textOf(backup({ ...ALL, settings: { minutes: 5 } }));
  assert.equal(read(text.replace('"minutes":5', '"minutes":1e999')).details, "settings.minutes");
  const reminder = { days: ["MO"], time: "07:30", uid: "1@fascia", sequence: 2 };
  assert.deepEqual(read({ ...backup(), settings: { reminder } }).backup.settings, { reminder });
  for (const [name, value] of [["uid", "1\r\nATTACH:x"], ["uid", "1\n"], ["uid", 7], ["uid", "x".repeat(61)], ["sequence", "1\r\nX:"], ["sequence", -1], ["days", "MO"]]) {
    assert.match(read({ ...backup(), settings: { reminder: { ...reminder, [name]: value } } }).details, new RegExp(`^settings.reminder.${name}`));
  }
});

test("what nobody knows is left out, and no name reaches an object's own", () => {
  const { backup: found } = read(withSession({ extra: "<script>" }));
  assert.ok(!("extra" in found.sessions[1]));
  assert.ok(read({ ...backup(), settings: { later: "x".repeat(9999) } }).ok, "a setting of a later release");
  for (const name of ["__proto__", "constructor"]) {
    const text = JSON.stringify(backup()).replace('"foot":"sore"', `"${name}":"sore"`);
    assert.equal(read(text).details, `sessions[1].areas.${name}`);
    assert.equal(read(JSON.stringify(backup()).replace('"osteoporosis"', `"${name}"`)).why, "tampered");
  }
  assert.equal({}.sore, undefined);
});

test("settings are no deeper than settings are", () => {
  let deep = 1;
  for (let n = 0; n < 2000; n++) deep = [deep];
  assert.equal(read({ ...backup(), settings: { wishes: deep } }).why, "tampered");
});

test("ten years of daily practice fit, a hundred megabytes do not", () => {
  const years = Array.from({ length: 3650 }, (_, n) => session(String(n), { note: "x".repeat(1000), steps: Array(30).fill(session("x").steps[0]) }));
  assert.ok(!tooLarge(textOf(backup({ ...ALL, sessions: years })).length * 1.5));
  assert.ok(tooLarge(100 * 1024 * 1024));
});

// ---- bringing it back ----

const found = (all) => read(textOf(backup(all))).backup;

test("what is not here is added, what is the same is left, and the rest gets what was said later", () => {
  const here = { ...ALL, sessions: [session("one"), session("three")], favourites: [], settings: { tools: [] } };
  const { sessions, favourites, settings } = merge(here, found({
    ...ALL, sessions: [session("one", { after: 2, areas: { foot: "lighter" }, sore: { level: "none", at: 1 } }), session("two"), session("three")],
  }));
  assert.deepEqual([sessions.add, sessions.same].map((all) => all.map(({ id }) => id)), [["two"], ["three"]]);
  assert.deepEqual(sessions.update, [session("one", { after: 2, areas: { foot: "lighter" }, sore: { level: "none", at: 1 } })]);
  assert.equal(favourites.add.length, 1);
  assert.deepEqual([Object.keys(settings.add), Object.keys(settings.same)], [["health", "level"], ["tools"]]);
});

test("what is said here stays, and a whole session is not put under one that was cut off", () => {
  const here = session("one", { after: 1, note: "Mine", areas: { foot: "same" }, done: 600 });
  const there = session("one", { after: 9, note: "Theirs", areas: { foot: "sore", calf: "sore" }, done: 60, finished: false });
  const [merged] = merge({ ...ALL, sessions: [here] }, found({ ...ALL, sessions: [there] })).sessions.update;
  assert.deepEqual(merged, { ...here, areas: { foot: "same", calf: "sore" } });
  const [longer] = merge({ ...ALL, sessions: [there] }, found({ ...ALL, sessions: [here] })).sessions.update;
  assert.deepEqual([longer.done, longer.finished, longer.note], [600, true, "Theirs"]);
});

test("what was too much is kept from both, each moment once, and what was finished stays so", () => {
  const [much] = session("x").much;
  const [mine, theirs] = [{ ...much, at: 50 }, { ...much, at: 90 }];
  const here = session("one", { done: 100, planned: 500, finished: false, much: [much, mine] });
  const there = session("one", { done: 600, planned: 640, much: [{ ...much }, theirs] });
  const mergedOf = (present, incoming) => merge({ ...ALL, sessions: [present] }, found({ ...ALL, sessions: [incoming] })).sessions.update[0];
  assert.deepEqual(mergedOf(here, there), { ...there, much: [much, mine, theirs] });
  assert.deepEqual(mergedOf({ ...here, done: 600, planned: 640, much: [] }, there).finished, true);
  assert.deepEqual(mergedOf({ ...there, much: [] }, here), { ...there, much: [much, mine] });
});

test("an older record in which an answer is not there yet gets that of the file", () => {
  const { note: _note, sore: _sore, ...here } = session("one");
  const [merged] = merge({ ...ALL, sessions: [here] }, found({ ...ALL, sessions: [session("one", { note: "Theirs", sore: { level: "none", at: 1 } })] })).sessions.update;
  assert.deepEqual([merged.note, merged.sore.level], ["Theirs", "none"]);
});

test("health answers that are here are never changed by a file", () => {
  const { settings } = merge({ ...ALL, settings: { health: { conditions: {} } } }, found());
  assert.ok(!("health" in settings.add));
});

test("a programme goes on as it does here, with what the file knows was done", () => {
  const here = { ...PROGRAMME, state: "active", pausedOn: null, done: { "week-1-day-2": { day: null, session: null } } };
  const [merged] = merge({ ...ALL, programmes: [here] }, found()).programmes.update;
  assert.deepEqual([merged.state, Object.keys(merged.done).sort()], ["active", ["week-1-day-1", "week-1-day-2"]]);
});

test("of a programme that was begun anew nothing is done yet", () => {
  const here = { ...PROGRAMME, state: "active", pausedOn: null, started: "2027-01-04", done: {} };
  assert.deepEqual(merge({ ...ALL, programmes: [here] }, found()).programmes.same, [here]);
  const again = { ...PROGRAMME, state: "active", pausedOn: null, anew: "2026-12-01", done: {} };
  assert.deepEqual(merge({ ...ALL, programmes: [again] }, found()).programmes.same, [again], "or some of it");
});

/** What is there after a merge. */
function after(present, { sessions, favourites, programmes, settings }) {
  const all = (here, { add, update }) => {
    const records = new Map(here.map((each) => [each.id, each]));
    for (const each of [...add, ...update]) records.set(each.id, each);
    return [...records.values()];
  };
  return {
    sessions: all(present.sessions, sessions), favourites: all(present.favourites, favourites),
    programmes: all(present.programmes, programmes), settings: { ...present.settings, ...settings.add },
  };
}

test("brought back once or twice is the same; one's own file changes nothing; nothing that is here is lost", () => {
  const drawn = (dice) => ({
    sessions: [...new Set(dice.some(["a", "b", "c", "d", "e"], 4))].map((id) => session(id, {
      after: dice.one([null, 2, 4]), note: dice.one(["", "A note"]), areas: dice.one([{}, { foot: "sore" }, { calf: "same" }]),
      sore: dice.one([null, { level: "none", at: 1 }]), done: dice.one([60, 600]), finished: dice.chance(0.5),
      much: dice.some([1, 2, 3], 3).map((at) => ({ ...session("x").much[0], at })),
    })),
    favourites: [...new Set(dice.some(["techniques/a", "routines/b"], 2))].map((id) => ({ id, at: dice.below(9) })),
    programmes: dice.chance(0.5) ? [PROGRAMME] : [],
    settings: dice.chance(0.5) ? { tools: ["ball-soft"] } : {},
  });
  const counted = ({ sessions, favourites, programmes, settings }) =>
    [sessions, favourites, programmes].map(({ add, update }) => add.length + update.length).concat(Object.keys(settings.add).length);
  for (let seed = 1; seed <= 300; seed++) {
    const dice = diceOf(seed);
    const [here, there] = [drawn(dice), drawn(dice)];
    assert.deepEqual(counted(merge(here, found(here))), [0, 0, 0, 0], "one's own file");
    const once = after(here, merge(here, found(there)));
    assert.deepEqual(counted(merge(once, found(there))), [0, 0, 0, 0], `twice (${seed})`);
    for (const one of here.sessions) {
      const now = once.sessions.find(({ id }) => id === one.id);
      assert.ok(now.done >= one.done && now.finished >= one.finished);
      for (const each of one.much) assert.equal(now.much.filter(({ at }) => at === each.at).length, 1);
      if (one.after !== null) assert.equal(now.after, one.after);
      if (one.note) assert.equal(now.note, one.note);
      for (const [region, feels] of Object.entries(one.areas)) assert.equal(now.areas[region], feels);
    }
    const ids = (all) => all.sessions.map(({ id }) => id).sort();
    assert.deepEqual(ids(once), ids(after(there, merge(there, found(here)))), "in either order");
  }
});
