import { parseDurationMs } from '../../src/go/durations/prometheus-duration.ts';

/** All times of the pack are divided by this: five minutes become half a minute. */
export const SHORTENING = 10;

const DURATION = String.raw`\d+(?:ms|s|m|h|d)`;

const shorter = (duration: string): string => {
  const ms = parseDurationMs(duration);
  if (ms === undefined) throw new Error(`"${duration}" is no duration`);
  return `${ms / SHORTENING}ms`;
};

/**
 * Rules with every time divided: `for`, intervals, windows, offsets, the steps of subqueries, and the uptimes in seconds
 * that the rules compare with or divide by. Names of recording rules and thresholds stay.
 */
export function shortenRules(text: string): string {
  return text
    .replace(
      new RegExp(`^(\\s*(?:- )?(?:for|interval): )(${DURATION})$`, 'gm'),
      (_, head: string, time: string) => head + shorter(time),
    )
    .replace(
      new RegExp(`\\[(${DURATION})(?::(${DURATION}))?\\]`, 'g'),
      (_, range: string, step: string | undefined) =>
        step === undefined ? `[${shorter(range)}]` : `[${shorter(range)}:${shorter(step)}]`,
    )
    .replace(new RegExp(`offset (${DURATION})`, 'g'), (_, time: string) => `offset ${shorter(time)}`)
    .replace(
      /(oneiric_system_uptime_seconds\)? [<>] )(\d+)/g,
      (_, head: string, seconds: string) => `${head}${Number(seconds) / SHORTENING}`,
    )
    .replace(/ \/ 300\b/g, ` / ${300 / SHORTENING}`);
}

/** The timers of routes divided. */
export function shortenRoutes(text: string): string {
  return text.replace(
    new RegExp(`((?:group_wait|group_interval|repeat_interval): )(${DURATION})`, 'g'),
    (_, head: string, time: string) => (time === '0s' ? head + time : head + shorter(time)),
  );
}
