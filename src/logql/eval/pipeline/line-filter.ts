import type { LokiRelease } from '../../../util/loki-release.ts';
import type { LineFilterStage, LineFilterValue } from '../../syntax/ast.ts';
import { parseLinePattern } from '../../syntax/pattern.ts';
import { tryCompile } from '../../syntax/regexp.ts';
import { parseIpPattern } from '../../units/ip.ts';
import { patternMatches } from '../parsers/pattern.ts';
import { containsIp } from './find-ip.ts';

/**
 * A line filter ready to run: any alternative keeps a line, or any drops it where the operator is negated.
 *
 * @param release Loki up to 3.7 takes ip() among alternatives for its text
 */
export function compileLineFilter(
  stage: LineFilterStage,
  release: LokiRelease = 'next',
): (line: string) => boolean {
  const negated = stage.op.startsWith('!');
  const alternatives =
    release === 'next' || negated || stage.alternatives.length < 2
      ? stage.alternatives
      : asReleased(stage.alternatives);
  const tests = alternatives.map((alternative) => compileAlternative(stage, alternative));
  return (line) => tests.some((test) => test(line)) !== negated;
}

/**
 * The alternatives that Loki up to 3.7 looks for (tried with 3.7.6). Its grammar attaches texts as a chain but ip() alone, and
 * each chain replaces the one before it; in a chain the address is a text.
 */
function asReleased([first, ...others]: readonly LineFilterValue[]): LineFilterValue[] {
  let chain: LineFilterValue[] = [];
  let ended = false;
  for (const value of others) {
    chain = ended ? [value] : [...chain, value];
    ended = value.ip;
  }
  return [...(first === undefined ? [] : [first]), ...chain].map((value) => ({ ...value, ip: false }));
}

/** What fails to compile is reported before a query runs; here it matches nothing. */
function compileAlternative(
  { op }: LineFilterStage,
  { value, ip }: LineFilterValue,
): (line: string) => boolean {
  if (ip) {
    const range = parseIpPattern(value);
    return (line) => range !== undefined && containsIp(range, line);
  }
  if (op === '|=' || op === '!=') return (line) => line.includes(value);
  if (op === '|>' || op === '!>') {
    const parsed = parseLinePattern(value);
    return (line) => 'nodes' in parsed && patternMatches(parsed.nodes, line);
  }
  // An empty expression matches all lines, as does `.*`, line breaks or not.
  const compiled = tryCompile(value);
  return (line) => typeof compiled !== 'string' && compiled.matcher(line).find();
}
