// <install-help>: how to put the app on this phone. Shows what fits the browser at hand.

import { showWhen } from "./states.js";

// The browser may offer before the element is there; one listener catches it for all.
let offer = null;
const offers = new EventTarget();
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
  offers.dispatchEvent(new Event("change"));
});
addEventListener("appinstalled", () => {
  offer = null;
  offers.dispatchEvent(new Event("installed"));
});

const installed = () =>
  matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

// No feature tells these apart: the steps differ per browser, so its name has to be read.
const isApple = () =>
  /iPhone|iPad|iPod/.test(navigator.userAgent)
  || (navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1);
const isFirefox = () => navigator.userAgent.includes("Firefox/");

class InstallHelp extends HTMLElement {
  connectedCallback() {
    offers.addEventListener("change", this.#show);
    offers.addEventListener("installed", this.#installed);
    this.querySelector("[data-action=install]")?.addEventListener("click", this.#install);
    this.#show();
  }

  disconnectedCallback() {
    offers.removeEventListener("change", this.#show);
    offers.removeEventListener("installed", this.#installed);
  }

  #show = () => {
    if (installed()) showWhen(this, "installed");
    else if (offer) showWhen(this, "prompt");
    else if (isApple()) showWhen(this, "ios");
    else if (isFirefox()) showWhen(this, "firefox");
    else showWhen(this, "other");
  };

  #installed = () => showWhen(this, "installed");

  #install = async () => {
    await offer?.prompt();
    offer = null;
    this.#show();
  };
}

customElements.define("install-help", InstallHelp);
