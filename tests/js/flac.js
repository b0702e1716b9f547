// A second opinion on the writer: reads FLAC with constant and verbatim subframes, straight from
// RFC 9639 and sharing no code with static/js/track.js, and insists on every checksum.

const crc = (bytes, bits, polynomial) => {
  let value = 0;
  const top = 1 << (bits - 1);
  const mask = bits === 8 ? 0xff : 0xffff;
  for (const byte of bytes) {
    value ^= byte << (bits - 8);
    for (let bit = 0; bit < 8; bit++) value = (value & top ? (value << 1) ^ polynomial : value << 1) & mask;
  }
  return value;
};

/** {rate, samples: Int16Array} of a FLAC file; throws at the first thing that is not right. */
export function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (new TextDecoder().decode(bytes.subarray(0, 4)) !== "fLaC") throw new Error("no FLAC");
  if (bytes[4] !== 0x80 || view.getUint32(4) % 0x1000000 !== 34) throw new Error("no STREAMINFO");
  const packed = view.getBigUint64(18);
  const rate = Number(packed >> 44n);
  const channels = Number((packed >> 41n) & 7n) + 1;
  const depth = Number((packed >> 36n) & 31n) + 1;
  const total = Number(packed & 0xfffffffffn);
  const block = view.getUint16(8);
  if (channels !== 1 || depth !== 16) throw new Error(`${channels} channels, ${depth} bits`);
  const samples = new Int16Array(total);
  let offset = 42;
  let number = 0;
  while (offset < bytes.length) {
    const start = offset;
    if (view.getUint16(offset) !== 0xfff8) throw new Error(`no sync at ${offset}`);
    offset += 4;
    const lead = bytes[offset];
    const size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : 3;
    let coded = size === 1 ? lead : lead & (size === 2 ? 0x1f : 0x0f);
    for (let i = 1; i < size; i++) coded = (coded << 6) | (bytes[offset + i] & 0x3f);
    if (coded !== number) throw new Error(`frame ${coded} where ${number} belongs`);
    offset += size;
    if (crc(bytes.subarray(start, offset), 8, 0x07) !== bytes[offset]) throw new Error("header checksum");
    offset += 1;
    const kind = bytes[offset++] >> 1;
    for (let i = 0; i < block; i++) {
      samples[number * block + i] = view.getInt16(kind === 1 ? offset + 2 * i : offset);
    }
    offset += kind === 1 ? block * 2 : 2;
    if (crc(bytes.subarray(start, offset), 16, 0x8005) !== view.getUint16(offset)) throw new Error("frame checksum");
    offset += 2;
    number += 1;
  }
  if (number * block !== total) throw new Error(`${number} frames for ${total} samples`);
  return { rate, samples };
}
