// Server-written states: every element that shows one of several texts uses these two.

/** Show the descendants of `root` for the present states, hide those for other ones. */
export function showWhen(root, ...states) {
  for (const part of root.querySelectorAll("[data-when]")) {
    part.hidden = !states.includes(part.dataset.when);
  }
}

/** Fill the named holes of a text. Values are text, never markup. */
export function fillValues(root, values) {
  for (const hole of root.querySelectorAll("[data-value]")) {
    const value = values[hole.dataset.value];
    if (value !== undefined) hole.textContent = value;
  }
}
