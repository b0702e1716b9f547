import assert from "node:assert/strict";
import test from "node:test";

import { csvOf, separatorFor } from "../../static/js/table.js";
import { diceOf } from "./laws.js";

/** Rows of cells, letter by letter, as RFC 4180 has them; where a row ends alone, a line break is allowed. */
function read(text) {
  const rows = [];
  let [row, cell, quoted] = [[], "", false];
  for (let n = 0; n < text.length; n++) {
    const letter = text[n];
    if (quoted && letter === '"' && text[n + 1] === '"') cell += text[++n];
    else if (letter === '"' && (quoted || cell === "")) quoted = !quoted;
    else if (quoted || !",\r\n;".includes(letter)) cell += letter;
    else if (letter === "," || (letter === "\r" && text[++n] === "\n")) {
      row.push(cell);
      cell = "";
      if (letter === "\r") rows.push(row.splice(0));
    } else throw new Error(`a bare ${JSON.stringify(letter)} at ${n}`);
  }
  return rows;
}

test("a table is read back as it was, whatever is in it", () => {
  const rows = [["2026-11-26", 'a "quote", a comma', "two\r\nlines", 12], ["", null, undefined, 0]];
  const text = csvOf(["Dag", "Naam", "Notitie", "Minuten"], rows);
  assert.ok(text.startsWith("\ufeffDag,Naam,Notitie,Minuten\r\n") && text.endsWith("\r\n"));
  const cells = [...text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n)/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
  assert.deepEqual(cells.slice(4), ["2026-11-26", 'a "quote", a comma', "two\r\nlines", "12", "", "", "", "0"]);
});

test("where numbers have a comma, cells are parted by semicolons", () => {
  assert.equal(csvOf(["Dag", "Noot"], [["1", "a;b"]], separatorFor("nl")), '\ufeffDag;Noot\r\n1;"a;b"\r\n');
  assert.deepEqual([separatorFor("en"), separatorFor("en", "nl-BE"), separatorFor("nl", "en")], [",", ";", ";"]);
});

test("whatever letters a line has, it comes out again, and a semicolon parts no cells where commas do not", () => {
  const letters = ["a", "é", "🎾", ",", ";", '"', "\r", "\n", "\r\n", " ", "'"];
  for (let seed = 1; seed <= 300; seed++) {
    const dice = diceOf(seed);
    const words = () => ["a", ...Array.from({ length: dice.below(8) }, () => dice.one(letters))].join("");
    const rows = Array.from({ length: 3 }, () => [words(), words()]);
    assert.deepEqual(read(csvOf(["b", "c"], rows).slice(1)), [["b", "c"], ...rows]);
  }
});

test("what somebody wrote is never a formula; a number may be below zero", () => {
  for (const text of ["1=1", "a\n-b", "'=1"]) assert.ok(!csvOf([], [[text]]).includes(`'${text}`), text);
  for (const text of ["=1+1", "+1", "-1", "@now", "\t=1", "\r=1", "\n=1", "\0=1", "＝1", "＋1", "－1", "＠now"]) {
    assert.match(csvOf([], [[text]]), /\r\n"?'[=+\-@\t\r\n\0＝＋－＠]/, JSON.stringify(text));
  }
  assert.ok(csvOf([], [[-1]]).endsWith("\r\n-1\r\n"));
});
