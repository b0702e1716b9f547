// Undoes PPMd, variant H: the model of Dmitry Shkarin (2001), with the range coder that 7-Zip gave it
// (Igor Pavlov's Ppmd7, public domain). It packs words a quarter tighter than what browsers undo by
// themselves.
//
// A context is some of the bytes just read, up to the order of the model. It has a state for each byte
// that has followed it: how often, and which longer context comes then, its successor. The longest
// context that is known is asked first. A byte that it has never seen is an escape to its suffix, the
// context shorter by one; what the longer one had is masked, for it cannot be meant any more.
//
// Every rule and number here is the encoder's own: one that differs, and all that follows is misread.
// Only memory is otherwise. The original starts anew when its pool is full; here arrays grow, and the
// server takes a pool that does not fill (fascia/packs.py).

const MOST_FREQUENT = 124;

/** A probability of a binary context has 14 bits, of which 7 are for what it learns at a time. */
const BINARY_SCALE = 1 << 14;
const learned = (probability) => (probability + 32) >> 7;

/** How an escape from a binary context weighs in the context it falls to, by its probability. */
const ESCAPE_WEIGHTS = [25, 14, 9, 7, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 2];
const FIRST_BINARY_ESCAPES = [0x3cdd, 0x1f3f, 0x59bf, 0x48f3, 0x64a1, 0x5abc, 0x6632, 0x6051];

/** Escapes of similar contexts are counted together (SEE): by what is not masked, and four more traits. */
const SEE_SHIFT = 7;
const SEE_KINDS = new Uint8Array(256);
for (let count = 0, kind = 0, left = 1; count < 256; count += 1) {
  SEE_KINDS[count] = count < 3 ? count : kind;
  if (count === 2) kind = 3;
  if (count > 2 && --left === 0) left = ++kind - 2;
}
const SEE_OF_ROOT = 25 * 16;

/** Bytes from 64 on are mostly letters. */
const isLetter = (byte) => (byte >= 64 ? 8 : 0);

/** Rooms for states come in pairs, but for the one of a binary context. */
const roomFor = (count) => (count === 1 ? 1 : (count + 1) & ~1);

function grown(array, length) {
  if (length <= array.length) return array;
  const larger = new array.constructor(Math.max(length, array.length + (array.length >> 1)));
  larger.set(array);
  return larger;
}

/** More than is read of a stream for one byte, after whatever many escapes. */
const AHEAD = 256;

/** Throws when the bytes are no such stream. */
class Ppmd {
  // Contexts, numbered from 1: number 0 is none.
  #contexts = 1;
  #counts = new Uint16Array(1 << 16);
  #sums = new Uint16Array(1 << 16);
  #firsts = new Int32Array(1 << 16);
  #suffixes = new Int32Array(1 << 16);

  // States, those of a context side by side. A successor above 0 is a context, one below 0 stands for
  // the place in the text where that context will be read off when it is needed, 0 is none.
  #states = 0;
  #bytes = new Uint8Array(1 << 17);
  #frequencies = new Uint8Array(1 << 17);
  #successors = new Int32Array(1 << 17);
  #rooms = []; // given back, by their size

  #text = new Uint8Array(1 << 16);
  #textLength = 0;

  #order;
  #fallen; // how many bytes the context is shorter than the order
  #shortest = 1; // the context that predicts
  #longest = 1; // the one from which was fallen to it
  #found = 0; // the state of the byte before

  #runStart;
  #run; // how long it went well
  #wasLikely = 0;
  #escapeWeight = 0;
  #letterBefore = 0;

  #binary = new Uint16Array(128 * 64);
  #seeSums = new Uint16Array(SEE_OF_ROOT + 1);
  #seeShifts = new Uint8Array(SEE_OF_ROOT + 1);
  #seeCounts = new Uint8Array(SEE_OF_ROOT + 1);

  #masked = new Int32Array(256); // by which escape last
  #escape = 0;

  // The range coder.
  #input = new Uint8Array(0);
  #at = 0;
  #begun = false;
  #code = 0;
  #range = 0xffffffff;

  constructor(order) {
    this.#order = this.#fallen = order;
    this.#run = this.#runStart = -Math.min(order, 12) - 1;
    for (let at = 0; at < this.#binary.length; at += 1) {
      this.#binary[at] = BINARY_SCALE - Math.floor(FIRST_BINARY_ESCAPES[at & 7] / ((at >> 6) + 2));
    }
    for (let at = 0; at < SEE_OF_ROOT; at += 1) this.#seeSums[at] = (5 * (at >> 4) + 10) << (SEE_SHIFT - 4);
    this.#seeShifts.fill(SEE_SHIFT - 4).fill(SEE_SHIFT, SEE_OF_ROOT);
    this.#seeCounts.fill(4);
    this.#add(256, 257, 0);
    this.#firsts[1] = this.#room(256);
    for (let byte = 0; byte < 256; byte += 1) {
      this.#bytes[byte] = byte;
      this.#frequencies[byte] = 1;
    }
  }

  /** More of the stream. */
  feed(chunk) {
    const rest = this.#input.subarray(this.#at);
    this.#input = new Uint8Array(rest.length + chunk.length);
    this.#input.set(rest);
    this.#input.set(chunk, rest.length);
    this.#at = 0;
    if (this.#begun || this.#input.length < 5) return;
    this.#begun = true;
    this.#code = new DataView(this.#input.buffer).getUint32(1); // the first byte is always 0
    this.#at = 5;
  }

  /** Bytes that came and have not been read; below 0 when more was read than came. */
  get left() { return this.#input.length - this.#at; }

  /** The next byte of what was packed. Unless the stream has ended AHEAD bytes have to be left. */
  next() {
    const context = this.#shortest;
    const byte = this.#counts[context] === 1 ? this.#inBinary(context) : this.#inContext(context);
    return byte < 0 ? this.#afterEscape(this.#counts[context]) : byte;
  }

  // ---- the range coder ----

  #normalize() {
    while (this.#range < 1 << 24) {
      this.#code = ((this.#code << 8) | this.#input[this.#at++]) >>> 0;
      this.#range = (this.#range << 8) >>> 0;
    }
  }

  #threshold(total) {
    this.#range = Math.floor(this.#range / total);
    return Math.floor(this.#code / this.#range);
  }

  #take(start, size) {
    this.#code -= start * this.#range;
    this.#range *= size;
    this.#normalize();
  }

  // ---- which byte comes ----
  // Each gives the byte, or -1 for an escape.

  #inContext(context) {
    const bytes = this.#bytes;
    const frequencies = this.#frequencies;
    const first = this.#firsts[context];
    const sum = this.#sums[context];
    const wanted = this.#threshold(sum);
    let upTo = frequencies[first];
    if (wanted < upTo) {
      this.#take(0, upTo);
      return this.#seen(first, this.#countFirst);
    }
    this.#wasLikely = 0;
    const end = first + this.#counts[context];
    for (let state = first + 1; state < end; state += 1) {
      upTo += frequencies[state];
      if (upTo <= wanted) continue;
      this.#take(upTo - frequencies[state], frequencies[state]);
      return this.#seen(state, this.#count);
    }
    if (wanted >= sum) throw new Error("no PPMd");
    this.#letterBefore = isLetter(bytes[this.#found]);
    this.#take(upTo, sum - upTo);
    this.#escape += 1;
    for (let state = first; state < end; state += 1) this.#masked[bytes[state]] = this.#escape;
    return -1;
  }

  #inBinary(context) {
    const state = this.#firsts[context];
    const byte = this.#bytes[state];
    this.#letterBefore = isLetter(this.#bytes[this.#found]);
    const siblings = this.#counts[this.#suffixes[context]];
    const at = (this.#frequencies[state] - 1) * 64 + this.#wasLikely
      + (siblings < 3 ? (siblings - 1) * 2 : siblings < 12 ? 4 : 6)
      + this.#letterBefore + 2 * isLetter(byte) + ((this.#run >> 26) & 32);
    const probability = this.#binary[at];
    const bound = (this.#range >>> 14) * probability;
    if (this.#code < bound) {
      this.#range = bound;
      this.#normalize();
      this.#binary[at] = probability + 128 - learned(probability);
      return this.#seen(state, this.#countBinary);
    }
    this.#code -= bound;
    this.#range -= bound;
    this.#normalize();
    this.#binary[at] = probability - learned(probability);
    this.#escapeWeight = ESCAPE_WEIGHTS[this.#binary[at] >> 10];
    this.#wasLikely = 0;
    this.#masked[byte] = ++this.#escape;
    return -1;
  }

  #afterEscape(count) {
    const bytes = this.#bytes;
    const frequencies = this.#frequencies;
    const masked = this.#masked;
    const escape = this.#escape;
    let context = this.#shortest;
    for (;;) {
      const maskedCount = count;
      do {
        context = this.#suffixes[context];
        if (!context) throw new Error("no PPMd");
        this.#fallen += 1;
        count = this.#counts[context];
      } while (count === maskedCount);
      this.#shortest = context;
      const first = this.#firsts[context];
      const end = first + count;
      let open = 0;
      for (let state = first; state < end; state += 1) {
        if (masked[bytes[state]] !== escape) open += frequencies[state];
      }
      const see = this.#seeOf(context, count, maskedCount);
      const total = open + this.#escapesOf(see);
      const wanted = this.#threshold(total);
      if (wanted >= total) throw new Error("no PPMd");
      let upTo = 0;
      for (let state = first; state < end; state += 1) {
        if (masked[bytes[state]] === escape) continue;
        upTo += frequencies[state];
        if (upTo <= wanted) {
          masked[bytes[state]] = escape;
          continue;
        }
        this.#take(upTo - frequencies[state], frequencies[state]);
        if (this.#seeShifts[see] < SEE_SHIFT && --this.#seeCounts[see] === 0) {
          this.#seeSums[see] <<= 1;
          this.#seeCounts[see] = 3 << this.#seeShifts[see]++;
        }
        return this.#seen(state, this.#countEscaped);
      }
      this.#take(open, total - open);
      if (see !== SEE_OF_ROOT) this.#seeSums[see] += total;
    }
  }

  #seeOf(context, count, maskedCount) {
    if (count === 256) return SEE_OF_ROOT;
    const open = count - maskedCount;
    return SEE_KINDS[open - 1] * 16
      // Without a sign, as in the original: a suffix that has forgotten states can have fewer.
      + (open < (this.#counts[this.#suffixes[context]] - count) >>> 0 ? 1 : 0)
      + (this.#sums[context] < 11 * count ? 2 : 0)
      + (maskedCount > open ? 4 : 0)
      + this.#letterBefore;
  }

  #escapesOf(see) {
    if (see === SEE_OF_ROOT) return 1;
    const expected = this.#seeSums[see] >> this.#seeShifts[see];
    this.#seeSums[see] -= expected;
    return expected || 1;
  }

  // ---- what is learned of it ----

  /** The byte of a state, once the model has learned from it in its own way. */
  #seen(state, learn) {
    const byte = this.#bytes[state];
    this.#found = state;
    learn.call(this, state, this.#shortest);
    return byte;
  }

  #countFirst(state, context) {
    this.#wasLikely = 2 * this.#frequencies[state] > this.#sums[context] ? 1 : 0;
    this.#run += this.#wasLikely;
    this.#addFour(state, context);
    this.#goOn();
  }

  #count(state, context) {
    const frequencies = this.#frequencies;
    this.#sums[context] += 4;
    frequencies[state] += 4;
    if (frequencies[state] > frequencies[state - 1]) {
      this.#swap(state, state - 1);
      this.#found = state - 1;
      if (frequencies[state - 1] > MOST_FREQUENT) this.#halve(context);
    }
    this.#goOn();
  }

  #countBinary(state) {
    if (this.#frequencies[state] < 128) this.#frequencies[state] += 1;
    this.#wasLikely = 1;
    this.#run += 1;
    this.#goOn();
  }

  #countEscaped(state, context) {
    this.#addFour(state, context);
    this.#run = this.#runStart;
    this.#learn();
  }

  #addFour(state, context) {
    this.#sums[context] += 4;
    this.#frequencies[state] += 4;
    if (this.#frequencies[state] > MOST_FREQUENT) this.#halve(context);
  }

  #goOn() {
    const context = this.#successors[this.#found];
    if (this.#fallen === 0 && context > 0) this.#shortest = this.#longest = context;
    else this.#learn();
  }

  /** Halve the frequencies of a context, the found one first; who comes to nothing is forgotten. */
  #halve(context) {
    const frequencies = this.#frequencies;
    const first = this.#firsts[context];
    const count = this.#counts[context];
    for (let state = this.#found; state !== first; state -= 1) this.#swap(state, state - 1);
    const more = this.#fallen === 0 ? 0 : 1;
    let escapes = this.#sums[context] - frequencies[first];
    let sum = frequencies[first] = (frequencies[first] + 4 + more) >> 1;
    for (let state = first + 1; state < first + count; state += 1) {
      escapes -= frequencies[state];
      sum += frequencies[state] = (frequencies[state] + more) >> 1;
      for (let at = state; at > first && frequencies[at] > frequencies[at - 1]; at -= 1) this.#swap(at, at - 1);
    }
    let left = count;
    for (; frequencies[first + left - 1] === 0; left -= 1) escapes += 1;
    if (left < count) {
      this.#counts[context] = left;
      this.#move(context, count, left);
    }
    this.#found = this.#firsts[context];
    if (left === 1) {
      do {
        this.#frequencies[this.#found] -= this.#frequencies[this.#found] >> 1;
        escapes >>= 1;
      } while (escapes > 1);
    } else {
      this.#sums[context] = sum + escapes - (escapes >> 1);
    }
  }

  /** After an escape, or at the end of what is known: the byte is new in all the longer contexts. */
  #learn() {
    const found = this.#found;
    const byte = this.#bytes[found];
    const frequency = this.#frequencies[found];
    const context = this.#shortest;
    if (frequency < MOST_FREQUENT / 4) this.#countInSuffix(this.#suffixes[context], byte);
    if (this.#fallen === 0) {
      this.#shortest = this.#longest = this.#lengthen(true);
      this.#successors[found] = this.#shortest; // only now: the array may have grown
      return;
    }
    this.#text = grown(this.#text, this.#textLength + 1);
    this.#text[this.#textLength++] = byte;
    let successor = -this.#textLength - 1;
    let following = this.#successors[found];
    if (following) {
      if (following < 0) following = this.#lengthen(false);
      if (--this.#fallen === 0) {
        successor = following;
        if (this.#longest !== context) this.#textLength -= 1;
      }
    } else {
      this.#successors[found] = successor;
      following = context;
    }
    const count = this.#counts[context];
    // In the original the state of a binary context lies where others have their sum.
    const sum = count === 1 ? this.#bytes[this.#firsts[context]] | (this.#frequencies[this.#firsts[context]] << 8)
      : this.#sums[context];
    for (let longer = this.#longest; longer !== context; longer = this.#suffixes[longer]) {
      this.#addState(longer, byte, frequency, successor, count, sum - count - (frequency - 1));
    }
    this.#shortest = this.#longest = following;
  }

  #countInSuffix(context, byte) {
    if (!context) return;
    const frequencies = this.#frequencies;
    let state = this.#stateOf(context, byte);
    if (this.#counts[context] === 1) {
      if (frequencies[state] < 32) frequencies[state] += 1;
      return;
    }
    if (state !== this.#firsts[context] && frequencies[state] >= frequencies[state - 1]) {
      this.#swap(state, state - 1);
      state -= 1;
    }
    if (frequencies[state] < MOST_FREQUENT - 9) {
      frequencies[state] += 2;
      this.#sums[context] += 2;
    }
  }

  #addState(context, byte, frequency, successor, count, others) {
    const own = this.#counts[context];
    const sums = this.#sums;
    if (own === 1) {
      this.#move(context, 1, 2);
      const only = this.#firsts[context];
      const before = this.#frequencies[only];
      this.#frequencies[only] = before < MOST_FREQUENT / 4 - 1 ? 2 * before : MOST_FREQUENT - 4;
      sums[context] = this.#frequencies[only] + this.#escapeWeight + (count > 3 ? 1 : 0);
    } else {
      if (own === roomFor(own)) this.#move(context, own, own + 1);
      sums[context] += (2 * own < count ? 1 : 0) + (4 * own <= count && sums[context] <= 8 * own ? 2 : 0);
    }
    const share = 2 * frequency * (sums[context] + 6);
    const whole = (others + sums[context]) >>> 0;
    let first;
    if (share < 6 * whole) {
      first = 1 + (share > whole ? 1 : 0) + (share >= 4 * whole ? 1 : 0);
      sums[context] += 3;
    } else {
      first = 4 + (share >= 9 * whole ? 1 : 0) + (share >= 12 * whole ? 1 : 0) + (share >= 15 * whole ? 1 : 0);
      sums[context] += first;
    }
    const state = this.#firsts[context] + own;
    this.#bytes[state] = byte;
    this.#frequencies[state] = first;
    this.#successors[state] = successor;
    this.#counts[context] = own + 1;
  }

  /** The contexts that follow the found state, longer by a byte, down to one that exists: the longest. */
  #lengthen(isKnown) {
    const byte = this.#bytes[this.#found];
    const place = this.#successors[this.#found];
    const without = isKnown ? [] : [this.#found];
    let context = this.#shortest;
    while (this.#suffixes[context]) {
      context = this.#suffixes[context];
      const state = this.#stateOf(context, byte);
      const successor = this.#successors[state];
      if (successor !== place) {
        if (!without.length) return successor;
        context = successor;
        break;
      }
      without.push(state);
    }
    const next = this.#text[-place - 1];
    const frequency = this.#inherited(context, next);
    while (without.length) {
      const child = this.#add(1, 0, context);
      const state = this.#room(1);
      this.#bytes[state] = next;
      this.#frequencies[state] = frequency;
      this.#successors[state] = place - 1;
      this.#firsts[child] = state;
      this.#successors[without.pop()] = child;
      context = child;
    }
    return context;
  }

  /** How frequent a byte is taken to be in a new context, from the one shorter. */
  #inherited(context, byte) {
    const frequency = this.#frequencies[this.#stateOf(context, byte)];
    if (this.#counts[context] === 1) return frequency;
    const share = frequency - 1;
    const rest = (this.#sums[context] - this.#counts[context] - share) >>> 0;
    if (2 * share <= rest) return 5 * share > rest ? 2 : 1;
    return 1 + Math.floor((2 * share + 3 * rest - 1) / (2 * rest));
  }

  // ---- contexts and states ----

  #add(count, sum, suffix) {
    const context = this.#contexts++;
    this.#counts = grown(this.#counts, this.#contexts);
    this.#sums = grown(this.#sums, this.#contexts);
    this.#firsts = grown(this.#firsts, this.#contexts);
    this.#suffixes = grown(this.#suffixes, this.#contexts);
    this.#counts[context] = count;
    this.#sums[context] = sum;
    this.#suffixes[context] = suffix;
    return context;
  }

  #room(count) {
    const room = this.#rooms[count]?.pop();
    if (room !== undefined) return room;
    const state = this.#states;
    this.#states += count;
    this.#bytes = grown(this.#bytes, this.#states);
    this.#frequencies = grown(this.#frequencies, this.#states);
    this.#successors = grown(this.#successors, this.#states);
    return state;
  }

  /** The states of a context, or as many of them as are left, in a room for another number. */
  #move(context, count, later) {
    const [before, after] = [roomFor(count), roomFor(later)];
    if (before === after) return;
    const from = this.#firsts[context];
    const to = this.#firsts[context] = this.#room(after);
    const end = from + Math.min(count, later);
    for (const states of [this.#bytes, this.#frequencies, this.#successors]) states.copyWithin(to, from, end);
    (this.#rooms[before] ??= []).push(from);
  }

  #stateOf(context, byte) {
    let state = this.#firsts[context];
    if (this.#counts[context] > 1) while (this.#bytes[state] !== byte) state += 1;
    return state;
  }

  #swap(one, other) {
    const byte = this.#bytes[one];
    const frequency = this.#frequencies[one];
    const successor = this.#successors[one];
    this.#bytes[one] = this.#bytes[other];
    this.#frequencies[one] = this.#frequencies[other];
    this.#successors[one] = this.#successors[other];
    this.#bytes[other] = byte;
    this.#frequencies[other] = frequency;
    this.#successors[other] = successor;
  }
}
