import assert from "node:assert/strict";
import test from "node:test";

import { csvOf } from "../../static/js/table.js";

test("a table is read back as it was, whatever is in it", () => {
  const rows = [["2026-11-26", 'a "quote", a comma', "two\r\nlines", 12], ["", null, undefined, 0]];
  const text = csvOf(["Dag", "Naam", "Notitie", "Minuten"], rows);
  assert.ok(text.startsWith("\ufeffDag,Naam,Notitie,Minuten\r\n") && text.endsWith("\r\n"));
  const cells = [...text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n)/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
  assert.deepEqual(cells.slice(4), ["2026-11-26", 'a "quote", a comma', "two\r\nlines", "12", "", "", "", "0"]);
});

test("what somebody wrote is never a formula; a number may be below zero", () => {
  for (const text of ["=1+1", "+1", "-1", "@now", "\t=1", "\r=1"]) {
    assert.match(csvOf([], [[text]]), /\r\n"?'[=+\-@\t\r]/, JSON.stringify(text));
  }
  assert.ok(csvOf([], [[-1]]).endsWith("\r\n-1\r\n"));
});
