import type { YamlDocument } from '../node.ts';
import { Bail } from './bail.ts';
import { maySlashEscape } from '../go-yaml.ts';
import { FastParser } from './parser.ts';

/** Control characters, marks of byte order, private use, and a CR that starts no line break. */
// eslint-disable-next-line no-control-regex -- these are what it looks for
const UNUSUAL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufeff\ufffe\uffff]|\r(?!\n)/;

/**
 * Reads a text that is one YAML document in the common subset: block maps and lists, plain and quoted scalars, block
 * scalars, one-line flow collections of scalars, comments. The result is exactly that of the full parser.
 *
 * @returns undefined for anything else, and for anything that is wrong: the full parser decides
 */
export function parseFast(text: string): YamlDocument | undefined {
  if (UNUSUAL.test(text) || maySlashEscape(text)) return undefined;
  try {
    return new FastParser(text).document();
  } catch (error) {
    if (error instanceof Bail) return undefined;
    throw error;
  }
}
