import { formatGoFloat } from '../../../go/numbers/format-float.ts';
import type { Annotation, MonotonicityFix, QueryAnnotations, Remark } from './annotation.ts';

const PREFIX = { warning: 'PromQL warning: ', info: 'PromQL info: ' } as const;

/** Gathers the remarks of one query. */
export class AnnotationCollector {
  readonly #remarks = new Map<string, Remark>();

  add(remark: Remark): void {
    const before = this.#remarks.get(remark.text);
    this.#remarks.set(remark.text, before === undefined ? remark : joined(before, remark));
  }

  /** The remarks with positions in the text of the query. */
  finish(query: string): QueryAnnotations {
    const all = [...this.#remarks.values()].map((remark) => finished(remark, query));
    return {
      warnings: all.filter(({ level }) => level === 'warning'),
      infos: all.filter(({ level }) => level === 'info'),
    };
  }
}

/** As in Prometheus the later remark's place stands for both. */
function joined(before: Remark, after: Remark): Remark {
  if (before.fix !== undefined && after.fix !== undefined) {
    return { ...before, fix: joinedFix(before.fix, after.fix) };
  }
  if (before.occurrences !== undefined && after.occurrences !== undefined) {
    return { ...before, occurrences: before.occurrences + after.occurrences };
  }
  return after;
}

function joinedFix(a: MonotonicityFix, b: MonotonicityFix): MonotonicityFix {
  return {
    fromMs: Math.min(a.fromMs, b.fromMs),
    toMs: Math.max(a.toMs, b.toMs),
    minBucket: Math.min(a.minBucket, b.minBucket),
    maxBucket: Math.max(a.maxBucket, b.maxBucket),
    maxDiff: Math.max(a.maxDiff, b.maxDiff),
    samples: a.samples + b.samples,
  };
}

function finished(remark: Remark, query: string): Annotation {
  const { level, code, range } = remark;
  const message = `${PREFIX[level]}${remark.text}${detail(remark)} (${position(query, range.start)})`;
  return { level, code, message, range };
}

function detail({ fix, occurrences }: Remark): string {
  if (fix !== undefined) {
    const from = formatGoFloat(fix.minBucket, 'g');
    const to = formatGoFloat(fix.maxBucket, 'g');
    const diff = formatGoFloat(fix.maxDiff, 'g', 2);
    const [start, end] = [rfc3339(fix.fromMs), rfc3339(fix.toMs)];
    return `, from buckets ${from} to ${to}, with a max diff of ${diff}, over ${fix.samples} samples from ${start} to ${end}`;
  }
  return occurrences !== undefined && occurrences > 1 ? ` (${occurrences} occurrences)` : '';
}

function rfc3339(timeMs: number): string {
  return new Date(Math.floor(timeMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

/** `line:column` as Prometheus counts: columns are bytes of UTF-8 from 1. */
function position(query: string, offset: number): string {
  if (offset < 0 || offset > query.length) return 'invalid position';
  const before = query.slice(0, offset);
  const line = before.split('\n').length;
  const column = new TextEncoder().encode(before.slice(before.lastIndexOf('\n') + 1)).length + 1;
  return `${line}:${column}`;
}
