// The page's side of the offline worker: registers it, tells what it does, lets it take over.

const SESSION_LOCK = "fascia-session";

/** What the worker calls the place of a release; its version follows. */
const RELEASE = "fascia-release-";

/** A page younger than this, in milliseconds, has only just been opened. */
const LAUNCH = 5000;

/** When a new worker has not taken over by then, it will not for now. */
const TAKE_OVER_LIMIT = 3000;

/** States: unknown, storing, ready, waiting (for a network), full, unsupported. */
export const offline = new (class extends EventTarget {
  #state = "serviceWorker" in navigator ? "unknown" : "unsupported";
  #details = {};
  #attempting = false;
  #registration = null;
  #waiting = null;
  #refused = false;
  #asked = false;
  #leaving = false;

  get state() { return this.#state; }
  get details() { return this.#details; }

  /** Start, and try again whenever there may be a network. */
  start() {
    const workers = navigator.serviceWorker;
    if (!workers) return;
    workers.addEventListener("message", (event) => this.#hear(event.data));
    workers.startMessages();
    addEventListener("online", () => this.#attempt());
    addEventListener("beforeunload", () => { this.#leaving = true; });
    addEventListener("pageshow", () => { this.#leaving = false; });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#attempt(); });
    this.#attempt();
  }

  /** Ask the worker what is stored: now, and again whenever that may have changed. */
  ask(type = "status") {
    this.#asked = true;
    navigator.serviceWorker?.controller?.postMessage({ type });
  }

  /** The worker looks through all that is stored for an answer: only where somebody wants it. */
  #askAgain() {
    if (this.#asked) this.ask();
  }

  async #attempt() {
    if (this.#attempting) return;
    this.#attempting = true;
    try {
      const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
      if (registration !== this.#registration) {
        this.#registration = registration;
        registration.addEventListener("updatefound", () => this.#watch(registration.installing));
        this.#watch(registration.installing);
      }
      if (!registration.active) return;
      this.#askAgain();
      if (registration.waiting) await this.#applyAtLaunch(registration.waiting);
      registration.update().catch(() => {}); // without a network there is no news
    } catch (error) {
      // Nothing stored yet and no network, or a browser that stores nothing for this site.
      if (!navigator.serviceWorker.controller) {
        this.#become(error.name === "SecurityError" ? "unsupported" : "waiting");
      }
    } finally {
      this.#attempting = false;
    }
  }

  #watch(worker) {
    if (!worker) return;
    const first = !navigator.serviceWorker.controller;
    if (first && this.#state !== "full") this.#become("storing", this.#details);
    worker.addEventListener("statechange", () => {
      if (worker.state === "installed" && !first) this.#offer(worker);
      if (worker.state === "redundant" && first && this.#state === "storing") this.#become("waiting");
    });
  }

  #hear({ type, ...details }) {
    const installed = navigator.serviceWorker.controller;
    if (type === "storing" && !installed) this.#become("storing", details);
    if (type === "interrupted" && !installed) this.#become("waiting");
    if (type === "full" && !installed) this.#become("full");
    if (type === "ready") this.#takenOver(details.replaced);
    if (type === "status") {
      this.#become(details.stored === details.total ? "ready" : "waiting", details);
    }
  }

  #become(state, details = {}) {
    this.#state = state;
    this.#details = details;
    this.dispatchEvent(new Event("change"));
  }

  // ---- a new release ----

  /** Installed apps are rarely closed: with nothing running, launch is the moment to change. */
  async #applyAtLaunch(worker) {
    if (performance.now() < LAUNCH && !this.#refused) await this.apply(worker);
    else this.#offer(worker);
  }

  async #offer(worker) {
    if (await sessionRuns()) return;
    this.#waiting = worker;
    this.dispatchEvent(new Event("update"));
  }

  /**
   * Let the new release take over; never while a session runs, in this tab or another.
   *
   * Chromium ends the old worker for this. A request that reaches it in just that moment is never
   * answered, nor is any after it, until every page is closed (seen in Chromium 156). So every page
   * is loaded first, and nobody can touch this one while the workers change places.
   */
  async apply(worker = this.#waiting) {
    if (!worker || (await sessionRuns())) return;
    await quiet();
    if (this.#leaving) return;
    document.body.inert = true;
    setTimeout(() => { document.body.inert = false; }, TAKE_OVER_LIMIT);
    worker.postMessage({ type: "activate" });
  }

  later() { this.#refused = true; }

  /** A new worker serves now. A page of the release before is exchanged for its own. */
  async #takenOver(replaced) {
    // Unlike "controllerchange" this message waits for a page that is still loading.
    if (replaced && !(await sessionRuns())) location.reload();
    else this.#askAgain();
  }
})();

/** Wait until this page is loaded and the worker has no page to answer, other tabs included. */
async function quiet() {
  if (document.readyState !== "complete") {
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  }
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port1.onmessage = resolve;
    setTimeout(resolve, TAKE_OVER_LIMIT);
    navigator.serviceWorker.controller?.postMessage({ type: "quiet" }, [port2]);
  });
}

/** The version of the release that serves this phone; undefined where none is stored. */
export async function storedRelease() {
  const names = (await globalThis.caches?.keys()) ?? [];
  return names.find((name) => name.startsWith(RELEASE))?.slice(RELEASE.length); // a newer one comes after it
}

async function sessionRuns() {
  const locks = await navigator.locks?.query();
  return Boolean(locks?.held.some((lock) => lock.name === SESSION_LOCK));
}

/** Mark that a session runs, until the returned function is called. */
export function holdSession() {
  let release = () => {};
  navigator.locks?.request(SESSION_LOCK, { mode: "shared" }, () => new Promise((resolve) => { release = resolve; }));
  return () => release();
}
