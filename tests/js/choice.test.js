import assert from "node:assert/strict";
import test from "node:test";

import { isEmpty, queryOf, readChoice } from "../../static/js/choice.js";

const FILTERS = {
  tool: { values: ["ball", "roller", "stick"], many: true },
  minutes: { values: ["10", "20"], many: false },
};

const read = (query) => readChoice(query, FILTERS);

test("an address and its choice are the same thing", () => {
  const choice = { words: "stijve nek & schouder", chosen: { tool: ["ball", "stick"], minutes: ["10"] } };
  assert.deepEqual(read(queryOf(choice)), { ...choice, strange: false });
  assert.equal(queryOf({ words: "", chosen: {} }), "");
});

test("what nobody knows is left out and told", () => {
  assert.deepEqual(read("?tool=ball&tool=hammer&minutes=ten"), { words: "", chosen: { tool: ["ball"] }, strange: true });
  assert.deepEqual(read("?minutes=20&minutes=10"), { words: "", chosen: { minutes: ["20"] }, strange: true });
  assert.deepEqual(read("?tool=__proto__&minutes="), { words: "", chosen: {}, strange: true });
});

test("what belongs to somebody else is not ours to judge", () => {
  assert.deepEqual(read("?utm_source=mail&q=calf"), { words: "calf", chosen: {}, strange: false });
});

test("a damaged address is never an error", () => {
  for (const query of ["?q=%E0%A4%A", "?q", "?&&=", "?tool=%", "%%%", `?q=${"x".repeat(9999)}`]) {
    assert.ok(read(query).words.length <= 80, query);
  }
});

test("nothing typed and nothing chosen is no choice", () => {
  assert.ok(isEmpty(read("")));
  assert.ok(!isEmpty(read("?q=x")));
  assert.ok(!isEmpty(read("?minutes=10")));
});
