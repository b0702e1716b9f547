// The browser's offer to install the app. It comes once a page and waits for nobody: this catches it.

/** Sends "change" when there is an offer, or none any more, and "installed" when it was taken. */
export const installOffer = new (class extends EventTarget {
  #event = null;

  constructor() {
    super();
    addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      this.#become(event);
    });
    addEventListener("appinstalled", () => {
      this.#become(null);
      this.dispatchEvent(new Event("installed"));
    });
  }

  get there() { return this.#event !== null; }

  /** Ask the person; the offer is used up by it. */
  async take() {
    await this.#event?.prompt();
    this.#become(null);
  }

  #become(event) {
    this.#event = event;
    this.dispatchEvent(new Event("change"));
  }
})();
