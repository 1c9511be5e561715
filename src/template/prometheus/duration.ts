import { readPrometheusDuration } from '../../go/durations/prometheus-duration.ts';
import { GoFailure } from '../value/callable.ts';

/** `parseDuration`: the seconds of a Prometheus duration such as `1h30m`; negative ones from 3.6. */
export function parseDurationSeconds(text: string, allowNegative: boolean): number {
  const negative = allowNegative && text.startsWith('-');
  const read = readPrometheusDuration(negative ? text.slice(1) : text);
  if ('error' in read) throw new GoFailure(read.error);
  return (negative ? -1 : 1) * (read.ms / 1000);
}
