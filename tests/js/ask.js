// Asks the index in a file what a page would ask it: choices as JSON come in, answers go out.

import { readFileSync } from "node:fs";

import { Finder } from "../../static/js/find.js";

const finder = await Finder.of(JSON.parse(readFileSync(process.argv[2], "utf8")));
const choices = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(choices.map((choice) => finder.find(choice))));
