// The clock of a session. Two kinds with one face: the track that is playing, and, where a
// browser refuses to play, the time that passes.
//
// Both are EventTargets and send "change" (playing, paused or moved), "tick" (a few times a
// second while playing) and "fail" (this clock cannot go on; take the other one).

/** The element that plays the track. It is the clock: what is heard and what is shown agree. */
export class TrackClock extends EventTarget {
  #audio;
  #url = null;

  constructor(audio) {
    super();
    this.#audio = audio;
    audio.addEventListener("timeupdate", this.#tick);
    for (const name of ["play", "playing", "pause", "ended", "seeked"]) {
      audio.addEventListener(name, this.#change);
    }
    audio.addEventListener("error", this.#fail);
  }

  #tick = () => this.dispatchEvent(new Event("tick"));
  #change = () => this.dispatchEvent(new Event("change"));
  #fail = () => {
    // Taking the track away at the end is also an "error"; only a lost track is a failure.
    if (this.#url) this.dispatchEvent(new Event("fail"));
  };

  /** Put a track in, at a time. Rejects when the browser does not play it. */
  async load(track, time, playing) {
    const audio = this.#audio;
    const old = this.#url;
    this.#url = URL.createObjectURL(track);
    audio.src = this.#url;
    audio.currentTime = time;
    if (old) URL.revokeObjectURL(old);
    if (playing) await audio.play();
  }

  get time() { return this.#audio.currentTime; }
  get playing() { return !this.#audio.paused && !this.#audio.ended; }

  /** Must be called within a tap: browsers only then allow sound. */
  play() { return this.#audio.play(); }
  pause() { this.#audio.pause(); }
  seek(time) { this.#audio.currentTime = time; }

  release() {
    const audio = this.#audio;
    audio.pause();
    audio.removeEventListener("timeupdate", this.#tick);
    for (const name of ["play", "playing", "pause", "ended", "seeked"]) {
      audio.removeEventListener(name, this.#change);
    }
    audio.removeEventListener("error", this.#fail);
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = null;
    audio.removeAttribute("src");
  }
}

/** Time that passes, silently. It goes on while the page sleeps, because it is never counted. */
export class PlainClock extends EventTarget {
  #before;
  #since = null;
  #timer = null;
  #now;

  constructor(time = 0, now = () => performance.now()) {
    super();
    this.#before = time;
    this.#now = now;
  }

  get time() {
    return this.#before + (this.#since === null ? 0 : (this.#now() - this.#since) / 1000);
  }

  get playing() { return this.#since !== null; }

  async load(_track, time, playing) {
    this.#before = time;
    this.#since = playing ? this.#now() : null;
    if (playing) this.#start();
    this.dispatchEvent(new Event("change"));
  }

  async play() {
    if (this.playing) return;
    this.#since = this.#now();
    this.#start();
    this.dispatchEvent(new Event("change"));
  }

  pause() {
    if (!this.playing) return;
    this.#before = this.time;
    this.#since = null;
    clearInterval(this.#timer);
    this.dispatchEvent(new Event("change"));
  }

  seek(time) {
    this.#before = time;
    if (this.playing) this.#since = this.#now();
    this.dispatchEvent(new Event("change"));
  }

  #start() {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.dispatchEvent(new Event("tick")), 250);
  }

  release() {
    this.#since = null;
    clearInterval(this.#timer);
  }
}
