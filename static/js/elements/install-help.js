// <install-help>: how to put the app on this phone. Shows what fits the browser at hand.

import { installOffer } from "../install-offer.js";
import { showWhen } from "./states.js";

const installed = () =>
  matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

// No feature tells these apart: the steps differ per browser, so its name has to be read.
const isApple = () =>
  /iPhone|iPad|iPod/.test(navigator.userAgent)
  || (navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1);
const isFirefox = () => navigator.userAgent.includes("Firefox/");

class InstallHelp extends HTMLElement {
  connectedCallback() {
    installOffer.addEventListener("change", this.#show);
    installOffer.addEventListener("installed", this.#installed);
    this.querySelector("[data-action=install]")?.addEventListener("click", this.#install);
    this.#show();
  }

  disconnectedCallback() {
    installOffer.removeEventListener("change", this.#show);
    installOffer.removeEventListener("installed", this.#installed);
  }

  #show = () => {
    if (installed()) showWhen(this, "installed");
    else if (installOffer.there) showWhen(this, "prompt");
    else if (isApple()) showWhen(this, "ios");
    else if (isFirefox()) showWhen(this, "firefox");
    else showWhen(this, "other");
  };

  #installed = () => showWhen(this, "installed");

  #install = () => installOffer.take();
}

customElements.define("install-help", InstallHelp);
