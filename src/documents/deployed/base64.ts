import type { ScalarNode } from '../../yaml/node.ts';
import { scalarOffsets } from '../../yaml/offsets.ts';

/** What a value of a Secret's `data` holds. */
export type Decoded =
  | { readonly kind: 'text'; readonly scalar: ScalarNode }
  /** Kubernetes refuses it. */
  | { readonly kind: 'invalid' }
  /** Bytes that are not valid UTF-8. */
  | { readonly kind: 'binary' };

/**
 * The text that a scalar holds in base64, as a scalar whose characters lead back to those of the base64 that hold them.
 *
 * @param source the text that `node` was read from
 */
export function decodeBase64(node: ScalarNode, source: string): Decoded {
  const places: number[] = [];
  let packed = '';
  for (let i = 0; i < node.text.length; i++) {
    const c = node.text[i]!;
    // Go's decoder passes over line breaks, nothing else.
    if (c === '\n' || c === '\r') continue;
    packed += c;
    places.push(i);
  }
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return { kind: 'invalid' };
  const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { kind: 'binary' };
  }
  if (text.includes('\0')) return { kind: 'binary' };
  const offsets = (): Uint32Array => {
    const outer = scalarOffsets(node, source);
    const found = new Uint32Array(text.length + 1);
    let byte = 0;
    for (let i = 0; i <= text.length; i++) {
      const at = places[Math.min(Math.floor((byte * 4) / 3), places.length - 1)] ?? 0;
      found[i] = outer[Math.min(at, outer.length - 1)]!;
      byte += bytesOf(text, i);
    }
    return found;
  };
  return { kind: 'text', scalar: { ...node, text, value: text, offsets, encoding: 'base64' } };
}

/** The bytes that a UTF-16 unit adds in UTF-8; the second half of a pair adds none. */
function bytesOf(text: string, i: number): number {
  const code = text.charCodeAt(i);
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  if (code >= 0xdc00 && code <= 0xdfff) return 0;
  return code >= 0xd800 && code <= 0xdbff ? 4 : 3;
}
