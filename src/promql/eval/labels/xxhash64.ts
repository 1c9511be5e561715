const MASK = (1n << 64n) - 1n;
const P1 = 11400714785074694791n;
const P2 = 14029467366897019727n;
const P3 = 1609587929392839161n;
const P4 = 9650029242287828579n;
const P5 = 2870177450012600261n;

function rotateLeft(x: bigint, bits: bigint): bigint {
  return ((x << bits) | (x >> (64n - bits))) & MASK;
}

function round(accumulator: bigint, input: bigint): bigint {
  return (rotateLeft((accumulator + input * P2) & MASK, 31n) * P1) & MASK;
}

function mergeRound(hash: bigint, lane: bigint): bigint {
  return ((hash ^ round(0n, lane)) * P1 + P4) & MASK;
}

function avalanche(hash: bigint): bigint {
  let h = hash;
  h = ((h ^ (h >> 33n)) * P2) & MASK;
  h = ((h ^ (h >> 29n)) * P3) & MASK;
  return h ^ (h >> 32n);
}

/** The four lanes over whole blocks of 32 bytes; returns their merged hash. */
function hashBlocks(view: DataView, blocks: number): bigint {
  const lanes = [(P1 + P2) & MASK, P2, 0n, (MASK + 1n - P1) & MASK];
  for (let block = 0; block < blocks; block++) {
    for (let lane = 0; lane < 4; lane++) {
      lanes[lane] = round(lanes[lane]!, view.getBigUint64(block * 32 + lane * 8, true));
    }
  }
  const [a, b, c, d] = lanes as [bigint, bigint, bigint, bigint];
  const mixed = (rotateLeft(a, 1n) + rotateLeft(b, 7n) + rotateLeft(c, 12n) + rotateLeft(d, 18n)) & MASK;
  return lanes.reduce(mergeRound, mixed);
}

/**
 * xxHash64 with seed 0. Only limit_ratio needs it: which series it keeps follows from this hash, so another hash
 * would keep others than Prometheus.
 */
export function xxhash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks = Math.floor(bytes.length / 32);
  let hash = blocks > 0 ? hashBlocks(view, blocks) : P5;
  hash = (hash + BigInt(bytes.length)) & MASK;
  let at = blocks * 32;
  for (; at + 8 <= bytes.length; at += 8) {
    hash = (rotateLeft(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * P1 + P4) & MASK;
  }
  if (at + 4 <= bytes.length) {
    hash = (rotateLeft(hash ^ ((BigInt(view.getUint32(at, true)) * P1) & MASK), 23n) * P2 + P3) & MASK;
    at += 4;
  }
  for (; at < bytes.length; at++) {
    hash = (rotateLeft(hash ^ ((BigInt(bytes[at]!) * P5) & MASK), 11n) * P1) & MASK;
  }
  return avalanche(hash);
}
