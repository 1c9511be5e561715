import type { Grammar } from '../differential/grammar.ts';
import type { Random } from './random.ts';

/** Below this depth a symbol becomes its first alternative, which ends soon. */
const MOST_DEPTH = 4;

/** A text of a symbol of a grammar, by weight. */
export function generate(grammar: Grammar, symbol: string, random: Random, depth = 0): string {
  const terminal = grammar.terminals[symbol];
  if (terminal !== undefined) return random.of(terminal);
  const alternatives = grammar.recursive[symbol];
  if (alternatives === undefined) throw new Error(`the grammar has no symbol "${symbol}"`);
  const template = depth >= MOST_DEPTH ? alternatives[0]![1] : weighted(alternatives, random);
  return template.replace(/<(\w+)>/g, (_, name: string) => generate(grammar, name, random, depth + 1));
}

function weighted(alternatives: Grammar['recursive'][string], random: Random): string {
  let left = random.below(alternatives.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, template] of alternatives) {
    if (left < weight) return template;
    left -= weight;
  }
  return alternatives[0]![1];
}
