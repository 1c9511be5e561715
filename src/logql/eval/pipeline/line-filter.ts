import type { LineFilterStage, LineFilterValue } from '../../syntax/ast.ts';
import { parseLinePattern } from '../../syntax/pattern.ts';
import { tryCompile } from '../../syntax/regexp.ts';
import { parseIpPattern } from '../../units/ip.ts';
import { patternMatches } from '../parsers/pattern.ts';
import { containsIp } from './find-ip.ts';

/** A line filter ready to run: any alternative keeps a line, or any drops it where the operator is negated. */
export function compileLineFilter(stage: LineFilterStage): (line: string) => boolean {
  const tests = stage.alternatives.map((alternative) => compileAlternative(stage, alternative));
  const negated = stage.op.startsWith('!');
  return (line) => tests.some((test) => test(line)) !== negated;
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
