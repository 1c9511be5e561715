import { type LabelSet, isClassicLabelName, labelsKey } from '../../routing/labels.ts';
import { type RunOptions, runTool } from '../../tools/index.ts';
import { mapLimited } from '../../util/map-limited.ts';

/** What amtool says of one alert: its receivers joined by commas, as printed. */
export type AmtoolAnswer = { readonly receivers: string } | { readonly problem: string };

/**
 * Asks `amtool config routes test` where alerts go, several at a time and once for each set of labels. amtool
 * separates receivers by commas, so a name with a comma cannot be distinguished from two names; compare joined lists.
 *
 * @returns answers by `labelsKey`
 */
export async function askAmtool(
  path: string,
  configPath: string,
  alerts: readonly LabelSet[],
  options: RunOptions & { readonly concurrency?: number } = {},
): Promise<Map<string, AmtoolAnswer>> {
  const distinct = new Map(alerts.map((labels) => [labelsKey(labels), labels]));
  const answers = await mapLimited([...distinct], options.concurrency ?? 2, async ([key, labels]) => {
    const answer = await askOne(path, configPath, labels, options);
    return [key, answer] as const;
  });
  return new Map(answers);
}

async function askOne(
  path: string,
  configPath: string,
  labels: LabelSet,
  options: RunOptions,
): Promise<AmtoolAnswer> {
  const pairs = [...labels]
    .filter(([, value]) => value !== '')
    .map(([name, value]) => printLabel(name, value));
  const args = ['config', 'routes', 'test', `--config.file=${configPath}`, '--', ...pairs];
  const result = await runTool(path, args, options);
  if (result.status === 'failed') return { problem: result.message };
  if (result.exitCode === 0) return { receivers: result.stdout.replace(/\n$/, '') };
  const said = result.stderr.split('\n').find((line) => line.startsWith('amtool: error: '));
  return {
    problem: said?.slice('amtool: error: '.length) ?? `amtool ended with exit code ${result.exitCode}`,
  };
}

/** A label as a matcher that the classic and the UTF-8 parser read alike. */
function printLabel(name: string, value: string): string {
  const quote = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
  return `${isClassicLabelName(name) ? name : quote(name)}=${quote(value)}`;
}
