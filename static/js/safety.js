// What a person's answers leave of techniques and routines: sections 7.1, 7.3 and 7.4 of the safety brief,
// over the facts that the server makes of the content (fascia/screening.py).
// Pure: no page, no store, no clock; times are milliseconds. Every rule only takes away, and none
// looks at what another one took: their order changes nothing. Where the brief leaves something
// open, the stricter reading is taken and said.

/** So long a confirmation holds; then it is time for all questions again, too. */
export const REPEAT_AFTER = 90 * 24 * 60 * 60 * 1000;

/** Breathing at rest. It stays when nothing else does, but for a red flag (rules 5 and 8). */
const LAST = "arrive-breath";

/** Where time goes that a substitute does not get a second time (rule 6). */
const REST = "constructive-rest";

/** Substitutes whose time does not count as practice that survives (rule 6). */
const UNCOUNTED = [LAST, "notice-after"];

/** The part of the practice that must survive, in tenths (rule 6). */
const ENOUGH = 6;

/** What goes where pressure must be lighter (rule 3), and how much lighter where no row says it. */
const HARD = ["ball-firm", "ball-small", "stick"];
const LIGHTER = { cap: 3, factor: 0.75 };

/** Families of tools that press. Hands do too, but only "all" takes them; furniture does not. */
const PRESSING = ["ball", "peanut", "roller", "stick"];

/** As light as this, and without a tool that presses, a technique is exempt (7.3). */
const LIGHT = 1;

/** Seconds are rounded to these. */
const ROUNDED_TO = 5;

/** Pauses as authors set them: between two sides, on the floor; between the floor and one's feet. */
const SWAP = 10;
const FLOOR_SWAP = 15;
const UP_OR_DOWN = 25;

/** Made for whoever can do little else; the brief proposes them first (7.5). */
const STAND_INS = ["routines/chair-only-10", "routines/wall-only-12", "routines/calm-breath-6"];

const ALL = "all";
const PICKED = "picked";
const EVERYWHERE = { has: () => true };

const meet = (some, others = []) => others.some((each) => some.includes(each));

// ---- answers ----

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The entries of something kept whose key is known, each read by `read`; what that drops is absent. */
const known = (kept, among, read) =>
  Object.fromEntries(Object.entries(isRecord(kept) ? kept : {})
    .filter(([key]) => Object.hasOwn(among, key))
    .map(([key, value]) => [key, read(value)])
    .filter(([, value]) => value !== undefined));

const HOUR = 60 * 60 * 1000;

/** The answers that hold now, whatever was kept: some are over after so many hours. */
export function readAnswers(facts, kept, now) {
  const { conditions, neighbours } = facts;
  const since = known(kept?.since, conditions, (at) => (Number.isFinite(at) ? at : undefined));
  // Given at no moment, or at one still to come, it was given now.
  const isOver = (id) => now - (since[id] ?? now) >= conditions[id].lasts * HOUR;
  const given = known(kept?.conditions, conditions, (answer) =>
    (answer === "yes" || answer === "unknown" ? answer : undefined));
  return {
    conditions: Object.fromEntries(Object.entries(given).filter(([id]) => !isOver(id))),
    since,
    picked: known(kept?.picked, conditions, (regions) =>
      (Array.isArray(regions) ? regions.filter((region) => Object.hasOwn(neighbours, region)) : undefined)),
    confirmed: known(kept?.confirmed, conditions, (at) => (Number.isFinite(at) ? at : undefined)),
    at: Number.isFinite(kept?.at) ? kept.at : 0,
  };
}

/** What a headache closes for the day (section 5), hands included. */
const NECK_AND_HEAD = ["neck", "neck-shoulder", "head-jaw"];

/** The rows of what stop signals closed for today: no tool in these regions, hands may. */
function rowsOf({ regions, neckAndHead, day }) {
  const row = (blocked, blockTools, strict, why = "closed") => (
    { id: null, full: true, within: new Set(), blocked, blockTools, strict, why }
  );
  return [
    ...(day ? [row(EVERYWHERE, [ALL], true, "day")] : []),
    ...(Array.isArray(regions) ? [row(new Set(regions), PRESSING)] : []),
    ...(neckAndHead ? [row(new Set(NECK_AND_HEAD), [ALL], true)] : []),
  ];
}

/**
 * What holds for a person. `closed` is what stop signals closed for today: {regions, neckAndHead, day}.
 * Of the profile only this is to be read: `ids` are the conditions that hold, implied ones too, and
 * `stopped` says that a red flag is among them.
 */
export function profileOf(facts, kept, now, closed = null) {
  const answers = readAnswers(facts, kept, now);
  const read = new Map();
  const mark = (id, answer) => {
    const { severity, implies = [] } = facts.conditions[id];
    // Rule 9. It is silent on "adapt", which changes no more than choices: there it is a yes as well.
    const full = answer === "yes" || severity !== "caution";
    if (read.get(id) || read.get(id) === full) return;
    read.set(id, full);
    for (const implied of implies) mark(implied, full ? "yes" : answer);
  };
  for (const [id, answer] of Object.entries(answers.conditions)) mark(id, answer);

  const ids = Object.keys(facts.conditions).filter((id) => read.has(id));
  const rows = ids.map((id) => {
    const row = facts.conditions[id];
    const at = answers.confirmed[id];
    return {
      ...row,
      id,
      full: read.get(id),
      within: scopeOf(facts, row, row.regions, answers.picked[id]),
      blocked: scopeOf(facts, row, row.blockRegions ?? [], answers.picked[id]),
      // A moment still to come says that the clock was wrong: it confirms nothing.
      confirmed: at <= now && now - at < REPEAT_AFTER,
    };
  });
  if (closed) rows.push(...rowsOf(closed));
  const pauses = Math.max(1, ...rows.map((row) => row.pauses ?? 1));
  return { ids, rows, pauses, stopped: rows.some(({ severity }) => severity === "red-flag") };
}

/** The regions that words of the tables mean (rule 1). */
function scopeOf({ neighbours }, row, names, marked = []) {
  if (names.includes(ALL)) return EVERYWHERE;
  if (!names.includes(PICKED)) return new Set(names);
  if (marked.length) return new Set([...names, ...marked, ...marked.flatMap((region) => neighbours[region])]);
  // Not said where: anywhere that the condition can be.
  return meet(row.regions, [ALL, PICKED]) ? EVERYWHERE : new Set([...names, ...row.regions]);
}

// ---- one technique ----

const isIn = (scope, technique) => technique.regions.some((region) => scope.has(region));

const pressing = ({ families }, { needs = [], options = [] }) =>
  [...needs, ...options].flat().filter((tool) => PRESSING.includes(families[tool]));

/** Whether words of the table cover a tool: "ball" covers the peanut as well. */
const covers = (words, tool, family) =>
  meet(words, [tool, family]) || (family === "peanut" && words.includes("ball"));

/** The values of a row for lighter pressure; the usual ones where it has none, or forbids all. */
const lighterOf = ({ cap, factor = 1 }) => (cap ? { cap, factor } : LIGHTER);

/**
 * What one row does to a technique: `refuses` says why it takes all of it, `takes` which tools it
 * takes and why; then how firm and how long it lets it be, and whether it asks, or leaves only the
 * easier variant.
 */
function effectOf(facts, row, id) {
  const technique = facts.techniques[id];
  const { flags = [], ask = [], excl = [] } = technique;
  const { full, blockTools = [], blockRegions = [] } = row;
  const tools = pressing(facts, technique);
  const blocked = full && isIn(row.blocked, technique);
  // 7.3 takes cap and factor by the regions that it blocks, 7.2 lists all that are affected. With
  // the narrower of the two, lighter pressure would often mean nothing: both count.
  const reached = isIn(row.blocked, technique) || isIn(row.within, technique);
  const forbids = row.cap === 0 || row.factor === 0;
  const exempt = id === LAST || (technique.target <= LIGHT && !tools.length && !row.strict);
  const flagged = full && meet(flags, row.blockFlags);
  // A card that asks is for after the advice, "with the lighter settings", wherever it is.
  const own = full && ask.includes(row.id);
  const soft = own || (reached && (row.lighter || (!full && !forbids)));

  const refuses = () => {
    if (row.severity === "red-flag") return "red-flag";
    if (id === LAST) return null;
    // Not knowing asks for lighter pressure (rule 9), and where that is none, nothing is left (7.3).
    if (!full) return !exempt && reached && forbids ? "region" : null;
    if (blockRegions.includes(ALL) && blockTools.includes(ALL)) return "everywhere";
    if (!exempt && ((blocked && blockTools.includes(ALL)) || (reached && forbids))) return row.why ?? "region";
    if (flagged && !row.stays?.includes(id)) return "flag";
    return excl.includes(row.id) ? "excluded" : null;
  };
  const values = [];
  if (soft) values.push(lighterOf(row));
  // What is exempt where nothing else may be goes no further than it aims.
  if (reached && (full || forbids)) values.push(forbids ? { cap: technique.target } : row);
  const covered = (tool) => covers(blockTools, tool, facts.families[tool]);
  const takes = [
    { why: row.why ?? "tool", tools: blocked ? tools.filter(covered) : [] },
    { why: "lighter", tools: soft ? tools.filter((tool) => HARD.includes(tool)) : [] },
  ];
  return {
    row,
    refuses: refuses(),
    takes: takes.filter((each) => each.tools.length),
    cap: Math.min(...values.map(({ cap = Infinity }) => cap)),
    factor: Math.min(1, ...values.map(({ factor = 1 }) => factor)),
    // Breathing at rest is not locked by what asks for everything (rule 8), only by its own card.
    asks: !row.confirmed && (own || (full && id !== LAST && (row.ask === ALL
      || (row.ask === "scope" && isIn(row.within, technique)) || meet(flags, row.askFlags)))),
    easier: full && (flagged || meet(flags, row.easierFlags)),
  };
}

/**
 * Whether a technique is for this person, and how. Of one that is not, no tool, pressure or time is
 * left. A reason without a condition is what a stop signal closed.
 */
export function judge(facts, profile, id) {
  const technique = facts.techniques[id];
  const refused = (reasons, lost = []) => ({
    allowed: false, tools: [], lost, cap: 0, factor: 0, seconds: 0, asks: [], easier: false, locked: false, reasons,
  });
  if (!technique) return refused([]);
  const { needs = [], options = [], dose } = technique;

  const effects = profile.rows.map((row) => effectOf(facts, row, id));
  const reasons = (why, holds) => effects.filter(holds).map(({ row }) => ({ condition: row.id, why }));
  const refusing = effects.filter(({ refuses }) => refuses);
  if (refusing.length) return refused(refusing.map(({ row, refuses }) => ({ condition: row.id, why: refuses })));

  const takes = (why) => ({ takes: taken }) => taken.some((each) => each.why === why);
  const lost = [...new Set(effects.flatMap((effect) => effect.takes.flatMap(({ tools }) => tools)))];
  const losses = [...reasons("tool", takes("tool")), ...reasons("closed", takes("closed"))];
  // Only what a need itself names beside a tool can stand in for it.
  if (needs.some((need) => need.every((tool) => lost.includes(tool)))) {
    return refused([...losses, ...reasons("lighter", takes("lighter"))], lost);
  }
  const cap = Math.min(technique.cap, ...effects.map((effect) => effect.cap));
  const factor = Math.min(1, ...effects.map((effect) => effect.factor));
  const asks = reasons("ask", (effect) => effect.asks);
  return {
    allowed: true,
    tools: [...new Set([...needs, ...options].flat())].filter((tool) => !lost.includes(tool)),
    lost,
    cap,
    factor,
    seconds: paced(dose[1], factor, dose),
    asks: asks.map(({ condition }) => condition),
    easier: effects.some(({ easier }) => easier),
    locked: asks.length > 0,
    reasons: [
      ...losses,
      ...reasons("lighter", (effect) =>
        effect.cap < technique.cap || effect.factor < 1 || takes("lighter")(effect)),
      ...reasons("easier", ({ easier }) => easier),
      ...asks,
    ],
  };
}

/** Seconds times a factor, halves rounded down; never below the least of a dose, never longer. */
function paced(seconds, factor, [least]) {
  if (factor === 1) return seconds;
  // In hundredths: in binary a half is often a little more or less than a half.
  const hundredths = seconds * Math.round(factor * 100);
  const rounded = Math.ceil(hundredths / (100 * ROUNDED_TO) - 0.5) * ROUNDED_TO;
  return Math.min(seconds, Math.max(least, rounded));
}

/** What takes the place of a technique (rule 5); null with a red flag. */
export function substituteFor(facts, profile, id) {
  if (profile.stopped) return null;
  let next = facts.techniques[id]?.swapTo;
  while (next && !judge(facts, profile, next).allowed) next = facts.techniques[next]?.swapTo;
  return next ?? LAST;
}

// ---- a routine ----

const sides = (step) => (step.side === "left-right" ? 2 : 1);
const working = (step) => step.seconds * sides(step);
const lengthOf = (step) => working(step) + step.swap + step.transition;
const sum = (steps, measure) => steps.reduce((total, step) => total + measure(step), 0);
const isOnFloor = (facts, id) => facts.techniques[id]?.flags?.includes("floor") ?? false;

/** The steps of a player by its address below the language; none where there is no such player. */
export const stepsOf = (facts, path) =>
  (facts.routines[path] ?? []).map(([technique, side, seconds, swap, transition]) => (
    { technique, side, seconds, swap, transition }
  ));

/** A technique in the place of a step: no longer than that, and no longer than it should be done. */
function inPlaceOf(step, facts, id) {
  const { side, dose } = facts.techniques[id];
  if (side === "C") return { ...step, technique: id, side: "both", swap: 0, seconds: Math.min(working(step), dose[2]) };
  const between = sides(step) === 2 ? step.swap : isOnFloor(facts, id) ? FLOOR_SWAP : SWAP;
  const half = sides(step) === 2 ? step.seconds
    : Math.floor((step.seconds - between) / 2 / ROUNDED_TO) * ROUNDED_TO;
  return { ...step, technique: id, side: "left-right", swap: between, seconds: Math.min(half, dose[2]) };
}

/**
 * The steps of a routine as they are for this person, and what is left of it (rule 6).
 *
 * Each step says how firm (`cap`, no more than `limit`, which a programme sets), whether that is
 * lighter than usual, whether it must be shorter, what it replaces (`from`) and why; `rest` is time that no technique has. `share`
 * of the practice survives, `own` is the part of it that is done as it stands. `slower` says that there
 * is more time between: then the whole is longer.
 */
export function adapt(facts, profile, steps, limit = Infinity) {
  if (profile.stopped) {
    return { steps: [], share: 0, own: 0, offered: false, different: true, changed: true, slower: false, asks: [] };
  }
  const judged = steps.map(({ technique }) => judge(facts, profile, technique));
  const present = new Set(steps.filter((_, n) => judged[n].allowed).map(({ technique }) => technique));
  const placed = steps.map((step, n) =>
    (judged[n].allowed ? step : inPlaceOf(step, facts, substituteFor(facts, profile, step.technique))));
  // The same substitute once, in the longest of its places; not at all where it is a step already.
  const longest = new Map();
  placed.forEach((step, n) => {
    if (judged[n].allowed || present.has(step.technique) || step.seconds < ROUNDED_TO) return;
    const best = longest.get(step.technique);
    if (best === undefined || working(step) > working(placed[best])) longest.set(step.technique, n);
  });
  const isKept = (n) => judged[n].allowed || longest.get(placed[n].technique) === n;

  const made = placed.map((step, n) => {
    const original = steps[n];
    const from = judged[n].allowed ? {} : { from: original.technique };
    const settled = isKept(n) ? step : restFor(facts, profile, original);
    const verdict = judge(facts, profile, settled.technique);
    const technique = facts.techniques[settled.technique];
    const usual = Math.min(technique.cap, limit);
    return {
      ...settled,
      ...from,
      seconds: settled.rest ? settled.seconds : paced(settled.seconds, verdict.factor, technique.dose),
      cap: Math.min(usual, verdict.cap),
      lighter: verdict.cap < usual,
      shorter: !settled.rest && verdict.factor < 1,
      easier: verdict.easier,
      lost: verdict.lost,
      reasons: judged[n].allowed ? verdict.reasons : judged[n].reasons,
      asks: verdict.asks,
    };
  });
  const whole = sum(steps, working);
  const own = sum(steps.filter((_, n) => judged[n].allowed), working);
  const survived = own + sum(placed.filter((step, n) =>
    !judged[n].allowed && isKept(n) && !UNCOUNTED.includes(step.technique)), working);
  const { pauses } = profile;
  const slower = pauses > 1;
  const timed = unhurried(facts, made, sum(steps, lengthOf) - sum(made, lengthOf));
  return {
    steps: slower ? timed.map((step) => slowed(step, pauses)) : timed,
    slower,
    share: whole && survived / whole,
    own: whole && own / whole,
    offered: whole > 0 && survived * 10 >= whole * ENOUGH,
    different: own * 10 < whole * ENOUGH,
    changed: slower || made.some((step, n) => step.from || step.lighter || step.easier || step.lost.length
      || step.seconds < steps[n].seconds),
    asks: [...new Set(made.flatMap(({ asks }) => asks))],
  };
}

/** Rest for as long as a step: lying down where the step was on the floor, else where one is. */
function restFor(facts, profile, step) {
  const lying = isOnFloor(facts, step.technique) && judge(facts, profile, REST).allowed;
  return { ...step, technique: lying ? REST : LAST, side: "both", swap: 0, seconds: working(step), rest: true };
}

/** With more time between, and to change sides (7.4). */
const slowed = (step, factor) => ({ ...step, swap: stretched(step.swap, factor), transition: stretched(step.transition, factor) });

const stretched = (seconds, factor) => Math.ceil((seconds * factor) / ROUNDED_TO) * ROUNDED_TO;

/** Where a substitute brings a person up or down, the pause gets what it needs of the time saved. */
function unhurried(facts, steps, spare) {
  let left = spare;
  return steps.map((step, n) => {
    const next = steps[n + 1];
    if (!next || !(step.from || next.from)
      || isOnFloor(facts, step.technique) === isOnFloor(facts, next.technique)) return step;
    const more = Math.min(left, Math.max(0, UP_OR_DOWN - step.transition));
    left -= more;
    return { ...step, transition: step.transition + more };
  });
}

/** The share of the practice that each part of the body gets. */
function sharesOf(facts, steps) {
  const shares = new Map();
  for (const step of steps) {
    const { regions } = facts.techniques[step.technique];
    for (const region of regions) {
      shares.set(region, (shares.get(region) ?? 0) + working(step) / regions.length / sum(steps, working));
    }
  }
  return shares;
}

/**
 * Up to two routines of which more is this person's own than of `path`: of those made for whoever
 * can do little else the best one, then the one that fits best and is most like it.
 */
export function insteadOf(facts, profile, path) {
  const wanted = stepsOf(facts, path);
  const { own: least } = adapt(facts, profile, wanted);
  const shares = sharesOf(facts, wanted);
  const found = Object.keys(facts.routines).filter((other) => other.startsWith("routines/") && other !== path)
    .map((other) => {
      const steps = stepsOf(facts, other);
      const { own, offered, different } = adapt(facts, profile, steps);
      let alike = 0;
      for (const [region, share] of sharesOf(facts, steps)) alike += Math.min(share, shares.get(region) ?? 0);
      return { path: other, own, fits: offered && !different && own > least, score: own + alike };
    })
    .filter(({ fits }) => fits);
  const standIns = STAND_INS.flatMap((other) => found.find((each) => each.path === other) ?? [])
    .sort((one, other) => other.own - one.own);
  const nearest = found.sort((one, other) => other.score - one.score);
  return [...new Set([...standIns.slice(0, 1), ...nearest].map((each) => each.path))].slice(0, 2);
}
