import { parseTime } from '../../go/time/parse.ts';
import { RFC3339_NANO } from '../../go/time/layout.ts';
import { streamKey } from '../entry.ts';
import type { Entry } from '../entry.ts';
import type { Settings } from '../settings.ts';
import type { Stage } from './stage.ts';
import { changing } from './stage.ts';
import { Stamper } from './timestamp.ts';

/** `docker`: a line of Docker's json-file driver. */
export function compileDocker(settings: Settings): () => Stage {
  const isAlloy = settings.reading.agent === 'alloy';
  const take = (entry: Entry, stamper: Stamper): void => {
    const parsed = dockerLine(entry.line);
    // Alloy leaves a line alone that has no text in "log".
    if (parsed === undefined) {
      if (!isAlloy) stamper.stamp(entry, undefined);
      return;
    }
    if (isAlloy && !parsed.log) return;
    const { log, stream, time } = parsed;
    for (const [name, value] of [
      ['output', log],
      ['stream', stream],
      ['timestamp', time],
    ] as const)
      entry.extracted.set(name, value ?? (isAlloy ? '' : null));
    if (stream !== undefined || isAlloy) entry.labels.set('stream', stream ?? '');
    stamper.stamp(entry, readTime(time));
    if (log !== undefined) entry.line = log;
  };
  return () => {
    // Promtail's stage is a pipeline of its own with a timestamp stage, which fudges; Alloy's leaves the time alone.
    const stamper = new Stamper(!isAlloy);
    return changing((entry) => take(entry, stamper))();
  };
}

function dockerLine(line: string): { log?: string; stream?: string; time?: string } | undefined {
  try {
    const data: unknown = JSON.parse(line);
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
    const text = (name: string): string | undefined => {
      const value: unknown = Object.hasOwn(data, name) ? (data as Record<string, unknown>)[name] : undefined;
      return typeof value === 'string' ? value : undefined;
    };
    const [log, stream, time] = [text('log'), text('stream'), text('time')];
    return {
      ...(log === undefined ? {} : { log }),
      ...(stream === undefined ? {} : { stream }),
      ...(time === undefined ? {} : { time }),
    };
  } catch {
    return undefined;
  }
}

const readTime = (time: string | undefined): bigint | undefined =>
  time === undefined ? undefined : parseTime(RFC3339_NANO, time)?.nanos;

// Neither agent cares what the time looks like; Promtail wants a blank behind each part, Alloy lets the flag be absent.
const PROMTAIL_CRI = /^(\S+) (stdout|stderr) (\S+) ([^]*)$/;
const ALLOY_CRI = /^(\S*) (stdout|stderr) ([PF]?) ?([^]*)$/;

/** `cri`: a line of containerd and CRI-O. Parts of a long line (flag P) wait for its end. */
export function compileCri(settings: Settings): () => Stage {
  const isAlloy = settings.reading.agent === 'alloy';
  const maxParts = settings.number('max_partial_lines')?.value || 100;
  const size =
    settings.entry('max_partial_line_size') === undefined ? 0 : settings.bytes('max_partial_line_size');
  const truncates = settings.boolean('max_partial_line_size_truncate') ?? false;
  const cut = (line: string): string => (truncates ? cutBytes(line, size ?? 0) : line);
  return () => {
    let parts = new Map<string, Entry>();
    const stamper = new Stamper(!isAlloy);
    return {
      push(entry, emit) {
        const match = (isAlloy ? ALLOY_CRI : PROMTAIL_CRI).exec(entry.line);
        if (match !== null) takeApart(entry, match, isAlloy);
        else if (isAlloy) {
          emit(entry);
          return;
        }
        stamper.stamp(entry, readTime(match?.[1]));
        const key = streamKey(entry.labels);
        const before = parts.get(key);
        if (entry.extracted.get('flags') !== 'P') {
          if (before !== undefined) entry.line = cut(before.line + entry.line);
          parts.delete(key);
          emit(entry);
          return;
        }
        if (parts.size >= maxParts) {
          for (const part of parts.values()) emit(part);
          parts = new Map();
        } else if (before !== undefined) entry.line = before.line + entry.line;
        entry.line = cut(entry.line);
        parts.set(key, entry);
      },
    };
  };
}

function takeApart(entry: Entry, match: RegExpExecArray, isAlloy: boolean): void {
  const [, time = '', stream = '', flags = '', content = ''] = match;
  entry.extracted.set('time', time).set('stream', stream).set('content', content);
  entry.extracted.set('flags', isAlloy && flags === '' ? 'F' : flags);
  entry.labels.set('stream', stream);
  entry.line = content;
}

function cutBytes(line: string, size: number): string {
  const bytes = Buffer.from(line);
  return bytes.length > size ? bytes.subarray(0, size).toString('utf8') : line;
}
