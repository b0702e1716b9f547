// Undo packs with the worker's own code: `node unpack.js sw.js jobs.json`. A job is { file, sizes,
// chunk }: a pack, how long each of its bodies is, and in pieces of how many bytes it arrives. Prints
// for each job the SHA-256 of its bodies, or why it was refused.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

const [, , script, list] = process.argv;
const source = await readFile(script, "utf8");
const scope = { addEventListener() {}, navigator: {} };
const { PackReader } = new Function("self", "addEventListener", `${source}; return { PackReader };`)(
  scope, scope.addEventListener,
);

function streamOf(bytes, chunk) {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(new Uint8Array(bytes.subarray(at, (at += chunk))));
    },
  });
}

async function unpack({ file, sizes, chunk }) {
  const reader = new PackReader(streamOf(await readFile(file), chunk));
  const steps = await reader.plan();
  const found = [];
  for (const [index, size] of sizes.entries()) {
    found.push(createHash("sha256").update(await reader.body(steps[index], size)).digest("hex"));
  }
  return found;
}

const jobs = JSON.parse(await readFile(list, "utf8"));
const results = [];
for (const job of jobs) results.push(await unpack(job).catch((error) => error.message));
console.log(JSON.stringify(results));
