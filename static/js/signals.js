// What reaches a person besides the page: the voice, the lock screen, vibration, a screen that
// stays on. All of it is an extra: a session runs whole without any of it.

// ---- voice ----

const synthesis = globalThis.speechSynthesis;

/** A voice of this device in a language. Never one that would send the words to a server. */
function voiceFor(language) {
  const fitting = (synthesis?.getVoices() ?? [])
    .filter((voice) => voice.localService && voice.lang.toLowerCase().startsWith(language));
  return fitting.find((voice) => voice.default) ?? fitting[0] ?? null;
}

export const canSpeak = (language) => voiceFor(language) !== null;

/**
 * Say a text; silent where no local voice fits. It takes the place of what was being said, unless
 * that is to be finished first.
 */
export function speak(text, language, finishFirst = false) {
  const voice = voiceFor(language);
  if (!voice) return;
  if (!finishFirst) synthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  utterance.rate = 0.92;
  synthesis.speak(utterance);
}

export const hush = () => synthesis?.cancel();

// ---- vibration ----

/** One pulse for left or begin, two for right: as the bells. */
export function vibrate(side) {
  navigator.vibrate?.(side === "right" ? [140, 120, 140] : [180]);
}

// ---- the screen ----

export class AwakeScreen {
  #lock = null;
  #wanted = false;

  constructor() {
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#ask(); });
  }

  keep() { this.#wanted = true; return this.#ask(); }

  release() {
    this.#wanted = false;
    this.#lock?.release();
    this.#lock = null;
  }

  /** True when the screen stays on; false where the browser or a low battery refuses. */
  async #ask() {
    if (!this.#wanted || !("wakeLock" in navigator)) return false;
    try {
      this.#lock = await navigator.wakeLock.request("screen");
      return true;
    } catch {
      return false;
    }
  }
}

// ---- the lock screen ----

/**
 * Sound that goes on with the phone locked and its mute switch on (iOS); with `music` it plays
 * beside that of another app, and obeys the switch.
 */
export function claimPlayback(music = false) {
  if ("audioSession" in navigator) navigator.audioSession.type = music ? "ambient" : "playback";
}

/** Show on the lock screen what is going on, and take its buttons. */
export function showOnLockScreen({ title, artist, artwork, actions }) {
  const session = navigator.mediaSession;
  if (!session) return;
  session.metadata = new MediaMetadata({
    title,
    artist,
    album: document.querySelector("meta[property='og:site_name']").content,
    artwork: [{ src: artwork, sizes: "192x192", type: "image/png" }],
  });
  for (const [name, act] of Object.entries(actions)) {
    try {
      session.setActionHandler(name, act);
    } catch {
      // A browser that does not know this button.
    }
  }
}

export function placeOnLockScreen(position, duration, playing) {
  const session = navigator.mediaSession;
  if (!session) return;
  session.playbackState = playing ? "playing" : "paused";
  session.setPositionState?.({ duration, position: Math.min(position, duration) });
}

export function leaveLockScreen() {
  const session = navigator.mediaSession;
  if (!session) return;
  session.metadata = null;
  session.playbackState = "none";
}
