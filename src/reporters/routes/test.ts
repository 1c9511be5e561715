import type { PathStep, RefusedStep, RouteTestResult } from '../../routing/report/test.ts';
import { printable } from '../../util/printable.ts';
import type { Style } from '../../util/style.ts';

/** `{receivers, path}`, and `refused` (the routes that did not take the alert, and why) where it is asked for. */
export function routeTestJson(result: RouteTestResult, explain: boolean): object {
  const { receivers, path, refused } = result;
  return explain ? { receivers, path, refused } : { receivers, path };
}

/** The routes in the order of the tree: which took the alert, which did not, and the matchers that failed. */
export function explainRouteTest({ path, refused }: RouteTestResult, style: Style): string {
  const steps = [
    ...path.map((step) => ({ route: step.route, text: taken(step, style) })),
    ...refused.map((step) => ({ route: step.route, text: notTaken(step, style) })),
  ].sort((a, b) => byTree(a.route, b.route));
  return steps.map(({ route, text }) => `  ${'  '.repeat(route.length)}${text}\n`).join('');
}

function taken({ matchers, route, receiver, end, continue: goesOn, muted }: PathStep, style: Style): string {
  const name = route.length === 0 ? 'root' : printable(matchers);
  const to = end ? ` → ${style.bold(printable(receiver))}` : '';
  const on = goesOn ? style.dim(' (continue)') : '';
  const silent =
    muted === undefined
      ? ''
      : style.yellow(
          ` (nobody is notified at that time: ${muted.kind === 'mute' ? 'inside' : 'outside'} ${printable(muted.intervals.join(', '))})`,
        );
  return `${style.green('✔')} ${name}${to}${on}${silent}`;
}

function notTaken({ matchers, failed, skippedBecauseOf }: RefusedStep, style: Style): string {
  const why =
    skippedBecauseOf === undefined
      ? failed
          .map(({ matcher, label, value }) =>
            value === ''
              ? `${matcher} does not match: the alert has no ${label}`
              : `${matcher} does not match: ${label} is ${JSON.stringify(value)}`,
          )
          .join('; ')
      : `not evaluated: ${skippedBecauseOf} matched and has no "continue"`;
  return style.dim(`✖ ${printable(matchers)}  ${printable(why)}`);
}

function byTree(a: readonly number[], b: readonly number[]): number {
  for (const [i, child] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    if (child !== other) return child - other;
  }
  return a.length - b.length;
}
