// <kept-rows>: what is kept at hand, latest first. With data-recent, where nothing is kept, what was
// practised last. The rows are those of the lists; answers of the safety check mark them there too.

import { recentOf } from "../history.js";
import { rowsOf } from "../rows.js";
import { getFavourites, getLately, onChange } from "../store.js";
import { showWhen } from "./states.js";

/** On the first page a few are enough; the others stand in the diary. */
const FEW = 3;

class KeptRows extends HTMLElement {
  connectedCallback() {
    onChange((place) => ["favourites", "sessions"].includes(place) && this.#show());
    this.#show();
  }

  #show = async () => {
    const few = this.hasAttribute("data-recent");
    const kept = (await getFavourites()).map(({ id }) => id);
    const recent = few ? recentOf(await getLately(), FEW).map(({ page }) => page) : [];
    const paths = kept.length ? kept : recent;
    const rows = await rowsOf(few ? paths.slice(0, FEW) : paths);
    this.querySelector("[data-rows]").replaceChildren(...rows);
    showWhen(this, kept.length ? "kept" : "recent");
    this.hidden = !rows.length;
  };
}

customElements.define("kept-rows", KeptRows);
