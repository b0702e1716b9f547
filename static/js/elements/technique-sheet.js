// <technique-sheet>: opens a technique over its routine. htmx fetches it into the dialog; this
// shows the dialog, names it after the row that was pressed, and gives the focus back.

class TechniqueSheet extends HTMLElement {
  #dialog = this.querySelector("dialog");
  #row = null;

  connectedCallback() {
    this.addEventListener("htmx:after:swap", this.#open);
    this.addEventListener("htmx:response:error", this.#follow);
    this.#dialog.addEventListener("click", this.#press);
    this.#dialog.addEventListener("close", this.#leave);
  }

  disconnectedCallback() {
    this.removeEventListener("htmx:after:swap", this.#open);
    this.removeEventListener("htmx:response:error", this.#follow);
    this.#dialog.removeEventListener("click", this.#press);
    this.#dialog.removeEventListener("close", this.#leave);
  }

  #open = (event) => {
    const row = event.target.closest("a[hx-get]");
    if (!row || this.#dialog.open) return;
    this.#row = row;
    const title = this.#dialog.querySelector("h2");
    title.textContent = row.querySelector(".row__name").textContent;
    this.#dialog.querySelector("[data-link]").href = row.href;
    this.#dialog.showModal();
    this.#dialog.scrollTop = 0;
    title.focus({ preventScroll: true });
  };

  // The server answered, but not with a technique: the page itself says what is wrong.
  #follow = (event) => {
    const row = event.target.closest("a[href]");
    if (row) location.assign(row.href);
  };

  // The dialog has no padding: a press on the element itself is one on the backdrop.
  #press = (event) => {
    if (event.target === this.#dialog || event.target.closest("[data-action=close]")) {
      this.#dialog.close();
    }
  };

  #leave = () => {
    this.#dialog.querySelector("#sheet-content").replaceChildren();
    this.#row?.focus({ preventScroll: true });
    this.#row = null;
  };
}

customElements.define("technique-sheet", TechniqueSheet);
