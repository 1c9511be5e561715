import fc from 'fast-check';

/** Alternatives of a symbol: a text in which `<name>` stands for another symbol, with its weight. */
export type Alternatives = readonly (readonly [weight: number, template: string])[];

/** A grammar; symbols named in `terminals` do not lead back to themselves. */
export interface Grammar {
  readonly recursive: Readonly<Record<string, Alternatives>>;
  readonly terminals: Readonly<Record<string, readonly string[]>>;
}

/** Random texts of one symbol; nesting ends at about `maxDepth`, where the first alternative is taken. */
export function textsOf(grammar: Grammar, symbol: string, maxDepth: number): fc.Arbitrary<string> {
  const arbitraries = fc.letrec((tie) => {
    const expand = (template: string): fc.Arbitrary<string> => {
      const parts = template.split(/<(\w+)>/);
      return fc
        .tuple(
          ...parts.map((part, i) => (i % 2 === 0 ? fc.constant(part) : (tie(part) as fc.Arbitrary<string>))),
        )
        .map((texts) => texts.join(''));
    };
    const options = { maxDepth, depthIdentifier: 'expression', withCrossShrink: true };
    const recursive = Object.entries(grammar.recursive).map(([name, alternatives]) => [
      name,
      fc.oneof(
        options,
        ...alternatives.map(([weight, template]) => ({ weight, arbitrary: expand(template) })),
      ),
    ]);
    const terminals = Object.entries(grammar.terminals).map(([name, texts]) => [
      name,
      fc.constantFrom(...texts),
    ]);
    return Object.fromEntries([...recursive, ...terminals]) as Record<string, fc.Arbitrary<string>>;
  });
  return arbitraries[symbol] as fc.Arbitrary<string>;
}
