import type { AlertmanagerVersion } from '../../../src/documents/alertmanager/version.ts';
import type { Comparison } from './compare.ts';
import { pick, randomFrom } from './generate.ts';
import { mutate } from './mutate.ts';
import { amtoolVerdicts, ownVerdict } from './verdicts.ts';

/** Compares what amtool and rulecheck say of texts, and of `count` of them after small accidents. */
export async function compareMutations(
  texts: readonly string[],
  firstSeed: number,
  count: number,
  amtool: string,
  version: AlertmanagerVersion,
): Promise<Comparison & { readonly accepted: number }> {
  const cases = texts.map((text, i) => ({ name: `text ${i}`, text }));
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const random = randomFrom(seed);
    cases.push({ name: `mutation ${seed}`, text: mutate(pick(random, texts), random) });
  }
  const verdicts = await amtoolVerdicts(
    amtool,
    cases.map(({ text }) => text),
  );
  const differences = cases.flatMap(({ name, text }, i) => {
    const [theirs, ours] = [verdicts[i], ownVerdict(text, version)];
    if ((theirs === undefined) === (ours === undefined)) return [];
    return [`${name}: amtool ${theirs ?? 'accepts'}, rulecheck ${ours ?? 'accepts'}\n${text}`];
  });
  const accepted = verdicts.filter((verdict) => verdict === undefined).length;
  return { comparisons: cases.length, differences, accepted };
}
