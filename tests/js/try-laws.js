// Tries every law on the facts that come in, as often as asked; fails with the law that is broken.

import { readFileSync } from "node:fs";

import { LAWS, diceOf } from "./laws.js";

const { facts, times } = JSON.parse(readFileSync(0, "utf8"));
for (const [name, law] of Object.entries(LAWS)) {
  for (let seed = 1; seed <= times; seed++) {
    try {
      law(facts, diceOf(seed));
    } catch (error) {
      throw new Error(`${name} (${seed})`, { cause: error });
    }
  }
}
