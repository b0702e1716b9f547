// Rows of lists, borrowed from the pages that have them: what a script shows elsewhere was written by
// the server, once, in the language of the page.

const { lang } = document.documentElement;

/** The address of a path below the language. */
export const addressOf = (path) => `/${lang}/${path}`;

/** What follows the language in an address; a routine and its player are one. */
export const pathOf = (address) => address.slice(lang.length + 2).replace(/\/play$/, "");

/** Other pages of this site, by their path. */
const pages = new Map();

async function read(path) {
  const answer = await fetch(addressOf(path));
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

export function pageOf(path) {
  if (!pages.has(path)) pages.set(path, read(path));
  return pages.get(path);
}

/** Where the rows of each kind stand. */
const LISTS = { techniques: "techniques", routines: "routines", programmes: "find" };

/** The row of a list that leads to a technique, routine or programme; null where this language has none. */
export async function rowOf(path) {
  const kind = path.split("/")[0];
  if (!Object.hasOwn(LISTS, kind)) return null;
  const list = await pageOf(LISTS[kind]);
  const link = list.querySelector(`.row[href="${CSS.escape(addressOf(path))}"]`);
  return link && document.importNode(link.parentElement, true);
}

export const rowsOf = async (paths) => (await Promise.all(paths.map(rowOf))).filter(Boolean);

export const nameIn = (row) => row.querySelector(".row__name").textContent;
