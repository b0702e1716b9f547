// <history-table>: the sessions as a table, for paper or for a spreadsheet. Its words stand in the page.

import { dayOf, dayOfSession } from "../days.js";
import { handOver } from "../files.js";
import { minutesOf } from "../history.js";
import { getSessions } from "../store.js";
import { showWhen } from "./states.js";

const { lang } = document.documentElement;

class HistoryTable extends HTMLElement {
  connectedCallback() { this.addEventListener("click", this.#press); }

  #press = async ({ target }) => {
    const action = target.closest("[data-action]")?.dataset.action;
    if (!action) return;
    const all = await getSessions(); // as it is now: on this page all of it may have been erased
    showWhen(this, !all.length && "empty");
    if (!all.length) return;
    const rows = all.map((session) => this.#row(session));
    if (action === "print") return this.#print(rows);
    const { csvOf, separatorFor } = await import("../table.js");
    const heads = [...this.querySelectorAll("th")].map((head) => head.textContent);
    await handOver(`fascia-${dayOf(new Date())}.csv`, csvOf(heads, rows, separatorFor(lang, navigator.language)), "text/csv");
  };

  #word(name, value) { return this.querySelector(`[data-${name}="${CSS.escape(value)}"]`)?.textContent ?? ""; }

  #row(session) {
    const { names, before, after, sore, areas, much = [], note } = session;
    return [
      dayOfSession(session),
      names[lang] ?? Object.values(names)[0] ?? "",
      Math.round(minutesOf(session)),
      before ?? "",
      after ?? "",
      sore ? this.#word("level", sore.level) : "",
      Object.entries(areas).map(([region, feels]) => `${this.#word("region-name", region)}: ${this.#word("feels", feels)}`).join(", "),
      much.map(({ score, signal }) => [score, signal && this.#word("signal", signal)].filter((part) => part ?? false).join(" ")).join("; "),
      note ?? "",
    ];
  }

  #print(rows) {
    const table = this.querySelector("table");
    table.tBodies[0].replaceChildren(...rows.map((values) => {
      const row = document.createElement("tr");
      row.append(...values.map((value) => {
        const cell = document.createElement("td");
        cell.textContent = value;
        return cell;
      }));
      return row;
    }));
    table.hidden = false;
    document.body.toggleAttribute("data-table", true); // paper holds the table alone
    // A phone prints later than it was asked to.
    addEventListener("afterprint", () => {
      table.hidden = true;
      document.body.toggleAttribute("data-table", false);
    }, { once: true });
    print();
  }
}

customElements.define("history-table", HistoryTable);
