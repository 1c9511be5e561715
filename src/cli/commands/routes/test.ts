import { EXIT } from '../../../diagnostics/exit-code.ts';
import { UserError } from '../../../diagnostics/user-error.ts';
import { explainRouteTest, routeTestJson } from '../../../reporters/routes/test.ts';
import { testRoutes } from '../../../routing/report/test.ts';
import type { RouteTestResult } from '../../../routing/report/test.ts';
import { matchReceivers } from '../../../routing/tree/match.ts';
import { styleFor } from '../../io.ts';
import type { Io } from '../../io.ts';
import { loadProject, loadRouting } from './configuration.ts';
import type { RoutesOptions } from './configuration.ts';
import { instant } from './instant.ts';
import { labelArguments, labelLine } from './labels.ts';

export interface RoutesTestOptions extends RoutesOptions {
  readonly labels: readonly string[];
  readonly format: 'text' | 'json';
  readonly explain?: true;
  readonly at?: string;
  /** What the receivers must be, joined by commas. */
  readonly expect?: string;
}

/**
 * `rulecheck routes test`: the receivers of a label set as amtool prints them, or of one label set per line of
 * standard input.
 *
 * @returns 1 where --expect names other receivers
 */
export async function routesTest(options: RoutesTestOptions, io: Io): Promise<number> {
  const fromStdin = options.labels.includes('-');
  if (fromStdin && options.labels.length > 1)
    throw new UserError(
      '"-" reads label sets from standard input and cannot be combined with other labels',
      EXIT.usage,
    );
  const sets = fromStdin ? linesOf(await io.readStdin()).map(labelLine) : [labelArguments(options.labels)];
  const { tree, timeIntervals } = await loadRouting(options, () => loadProject(options, [], io), io);
  const atMs = options.at === undefined ? undefined : instant(options.at);
  // The way through the tree costs far more than the answer, and most ask for the answer alone.
  const explained = options.format === 'json' || options.explain === true;
  const results = sets.map((labels): RouteTestResult =>
    explained
      ? testRoutes(tree, labels, atMs === undefined ? {} : { atMs, timeIntervals })
      : { receivers: matchReceivers(tree, labels), path: [], refused: [] },
  );
  io.stdout.write(render(results, fromStdin, options, io));
  if (options.expect === undefined) return EXIT.clean;
  const wrong = results.find(({ receivers }) => receivers.join(',') !== options.expect);
  if (wrong === undefined) return EXIT.clean;
  io.stderr.write(`rulecheck: expected ${options.expect}, got ${wrong.receivers.join(',')}\n`);
  return EXIT.findings;
}

function render(
  results: readonly RouteTestResult[],
  many: boolean,
  options: RoutesTestOptions,
  io: Io,
): string {
  if (options.format === 'json') {
    const values = results.map((result) => routeTestJson(result, options.explain === true));
    return `${JSON.stringify(many ? values : values[0], null, 2)}\n`;
  }
  const style = styleFor(io.stdout, io.env);
  return results
    .map((result) => {
      const answer = `${result.receivers.join(',')}\n`;
      return options.explain === true ? answer + explainRouteTest(result, style) : answer;
    })
    .join('');
}

/** Lines with something on them; comments begin with `#`. */
function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
}
