import type { AlertmanagerVersion } from '../../../src/documents/alertmanager/version.ts';
import type { Comparison } from './compare.ts';
import { pick, randomFrom } from './generate.ts';
import { mutate } from './mutate.ts';
import { amtoolVerdicts, ownVerdict } from './verdicts.ts';
import type { Verdict } from './verdicts.ts';

/**
 * Where they differ on purpose. amtool 0.25 does not look for the second half of a client certificate, and an Alertmanager
 * 0.25 does not start without it.
 */
function isKnown(theirs: Verdict, ours: Verdict, version: AlertmanagerVersion): boolean {
  const alone = /^missing-key: tls_config has a client (?:key|cert) but no client (?:key|cert)$/;
  return theirs === undefined && version === '0.25' && ours !== undefined && alone.test(ours);
}

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
    if ((theirs === undefined) === (ours === undefined) || isKnown(theirs, ours, version)) return [];
    return [`${name}: amtool ${theirs ?? 'accepts'}, rulecheck ${ours ?? 'accepts'}\n${text}`];
  });
  const accepted = verdicts.filter((verdict) => verdict === undefined).length;
  return { comparisons: cases.length, differences, accepted };
}
