// <resume-session>: a session that was cut off, offered for some hours.

import { RESUMABLE, clockText, isPlan, lengthOf, stateAt } from "../session.js";
import { getCheckpoint } from "../store.js";
import { fillValues, showWhen } from "./states.js";

class ResumeSession extends HTMLElement {
  async connectedCallback() {
    const kept = await getCheckpoint();
    const plan = kept?.course?.plan;
    if (!isPlan(plan) || !kept.page || Date.now() - kept.at > RESUMABLE) return;
    if (!(kept.time < lengthOf(plan))) return;
    // A language that is still growing may not have this routine: then it goes on where it began.
    const names = kept.names ?? {};
    const here = document.documentElement.lang;
    const language = Object.hasOwn(names, here) ? here : Object.keys(names)[0];
    if (!language) return;
    const { phase } = stateAt(plan, kept.time);
    fillValues(this, { clock: clockText(kept.time), name: names[language] });
    showWhen(this, phase.side);
    this.querySelector("[data-link]").href = `/${language}/${kept.page}`;
    this.hidden = false;
  }
}

customElements.define("resume-session", ResumeSession);
