import { parseGoDuration } from '../../go/durations/go-duration.ts';
import type { ScalarNode } from '../../yaml/node.ts';

/** Whether a scalar is read by its looks: without quotes, or with the tag of the wanted type. */
function isBare(node: ScalarNode, tag: '!!bool' | '!!int' | '!!float'): boolean {
  if (node.tag === undefined) return node.style === 'plain';
  return node.tag === tag || node.tag === `tag:yaml.org,2002:${tag.slice(2)}`;
}

/** The boolean that Go's YAML reads where it wants one: the words of YAML 1.1, unquoted. */
export function goBool(node: ScalarNode): boolean | undefined {
  if (!isBare(node, '!!bool')) return undefined;
  if (/^(?:true|True|TRUE|y|Y|yes|Yes|YES|on|On|ON)$/.test(node.text)) return true;
  return /^(?:false|False|FALSE|n|N|no|No|NO|off|Off|OFF)$/.test(node.text) ? false : undefined;
}

/** The number that Go's YAML reads: decimal, hexadecimal, octal or binary with underscores, unquoted. */
export function goNumber(node: ScalarNode): number | undefined {
  if (!isBare(node, '!!int') && !isBare(node, '!!float')) return undefined;
  const text = node.text.replaceAll('_', '');
  if (/^[-+]?0b[01]+$/.test(text)) return signed(text, (digits) => parseInt(digits.slice(2), 2));
  if (/^[-+]?0x[0-9a-fA-F]+$/.test(text)) return signed(text, Number);
  if (/^[-+]?0o?[0-7]+$/.test(text)) return signed(text, (digits) => parseInt(digits.replace('o', ''), 8));
  return /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}

function signed(text: string, read: (digits: string) => number): number {
  const digits = text.replace(/^[-+]/, '');
  return text.startsWith('-') ? -read(digits) : read(digits);
}

/** Milliseconds of a duration of Go (`1h30m`, `1.5s`, `-2ms`, `0`), or undefined if it is invalid or overflows. */
export function parseGoDurationMs(text: string): number | undefined {
  const read = parseGoDuration(text);
  return 'nanos' in read ? Number(read.nanos) / 1e6 : undefined;
}
