import assert from "node:assert/strict";
import test from "node:test";

import { Finder, plain } from "../../static/js/find.js";

// Two parts of the body, two tools, and a page to read.
const INDEX = {
  weak: ["my", "pain", "in"],
  tails: ["s", "pijn"],
  words: {
    "regions/neck": "Neck, stiff neck, Nackenstarre",
    "regions/foot": "Foot, sole, heel spur",
    "tools/ball": "medium ball, Tennis balls",
    "tools/roller": "foam roller",
  },
  entries: [
    {
      path: "routines/neck", name: "Evening for the neck", text: "Lie down and rest.",
      regions: ["regions/neck"], about: ["tools/roller"], groups: ["top"], needs: [["roller", "mat"]],
      minutes: 20, goals: ["rest"], places: [], levels: ["some"],
    },
    {
      path: "techniques/neck", name: "Knieën and neck", text: "Sitting.",
      regions: ["regions/neck"], about: ["tools/ball"], groups: ["top"], needs: [["ball", "tennis"]],
      minutes: 2, goals: ["ease"], places: ["chair"], levels: ["all", "some"],
    },
    {
      path: "techniques/foot", name: "Rolling", text: "Under the sole.",
      regions: ["regions/foot"], about: ["tools/ball"], groups: ["low"], needs: [["ball", "tennis"], ["block"]],
      minutes: 3, goals: ["ease"], places: ["chair"], levels: ["all", "some"],
    },
    { path: "pain", name: "What pain is", text: "To read.", own: "elbow, whiplash" },
  ],
};

const finder = await Finder.of(INDEX);
const find = (words, chosen = {}) => finder.find({ words, chosen });

test("nothing asked is everything, in its order", () => {
  const all = find("");
  assert.deepEqual(all.paths, INDEX.entries.map(({ path }) => path));
  assert.ok(!all.ranked);
});

test("accents and capitals make no difference", () => {
  assert.equal(plain("Knieën ÉÉN"), "knieen een");
  for (const words of ["knieen", "KNIEËN", "knieën"]) assert.deepEqual(find(words).paths, ["techniques/neck"]);
});

test("beginnings, typing errors, endings and compounds are found", () => {
  for (const words of ["hee", "hele spur", "heel", "soles", "sule", "heelspur"]) {
    assert.deepEqual(find(words).paths, ["techniques/foot"], words);
  }
  assert.equal(find("neckpijn").paths.length, 2);
});

test("every word must be found, but for the weak ones", () => {
  assert.equal(find("pain in my neck").paths.length, 2);
  assert.deepEqual(find("neck ball").paths, ["techniques/neck"]);
  assert.deepEqual(find("pain").paths, ["pain"], "by itself a weak word is a question too");
});

test("each filter holds", () => {
  const paths = (chosen) => find("", chosen).paths;
  assert.deepEqual(paths({ part: ["low"] }), ["techniques/foot"]);
  assert.deepEqual(paths({ minutes: ["2"] }), ["techniques/neck"]);
  assert.deepEqual(paths({ minutes: ["19"] }), ["techniques/neck", "techniques/foot"]);
  assert.deepEqual(paths({ goal: ["rest"] }), ["routines/neck"]);
  assert.deepEqual(paths({ place: ["chair"], part: ["top"] }), ["techniques/neck"]);
  assert.deepEqual(paths({ level: ["all"] }), ["techniques/neck", "techniques/foot"]);
});

test("one thing of each need must be there", () => {
  const paths = (...tool) => find("", { tool }).paths;
  assert.deepEqual(paths("tennis"), ["techniques/neck"]);
  assert.deepEqual(paths("tennis", "block"), ["techniques/neck", "techniques/foot"]);
  assert.deepEqual(paths("mat"), ["routines/neck"]);
});

test("when nothing fits, the filter goes that leaves most", () => {
  const near = find("neck", { minutes: ["2"], part: ["low"] });
  assert.deepEqual(near.left, ["part"]);
  assert.deepEqual(near.paths, ["techniques/neck"]);
  assert.ok(near.ranked);
});

test("then the words are taken loosely, then all filters go, then the words", () => {
  const loose = find("neck xylophone", { level: ["all"] });
  assert.ok(loose.loose);
  assert.deepEqual([loose.left, loose.paths], [[], ["techniques/neck"]]);
  const whole = find("whiplash", { minutes: ["2"], goal: ["rest"] });
  assert.deepEqual([whole.left, whole.paths], [["minutes", "goal"], ["pain"]]);
  const unsaid = find("qqqqq", { minutes: ["2"] });
  assert.ok(unsaid.unsaid);
  assert.deepEqual([unsaid.left, unsaid.paths, unsaid.ranked], [[], ["techniques/neck"], false]);
  assert.equal(find("qqqqq").paths.length, INDEX.entries.length);
});

test("nothing that is typed is an error", () => {
  for (const words of ["*", "\\", "a AND b", "🙂", "(", "   ", "-", "x".repeat(80), "constructor __proto__"]) {
    assert.ok(find(words).paths.length, words);
  }
});
