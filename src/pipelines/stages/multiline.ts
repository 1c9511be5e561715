import { streamKey } from '../entry.ts';
import type { Entry } from '../entry.ts';
import type { Settings } from '../settings.ts';
import { compiledRegexp } from './regexp.ts';
import type { Emit, Stage } from './stage.ts';

const DEFAULT_WAIT = 3_000_000_000n;
const DEFAULT_LINES = 128;

interface Block {
  start: Entry;
  lines: string[];
  lastSeen: bigint;
}

/** `multiline`: lines up to the next first line become one. Lines before the first first line pass as they are. */
export function compileMultiline(settings: Settings): (() => Stage) | undefined {
  const required = settings.required('firstline');
  const firstLine = required === undefined ? undefined : compiledRegexp(settings, 'firstline');
  const maxWait = settings.duration('max_wait_time') ?? DEFAULT_WAIT;
  const maxLines = settings.number('max_lines')?.value ?? DEFAULT_LINES;
  // Promtail loses structured metadata here; Alloy keeps it, and trims line breaks.
  const isAlloy = settings.reading.agent === 'alloy';
  const trim = isAlloy && (settings.boolean('trim_newlines') ?? true);
  if (firstLine === undefined) return undefined;
  return () => {
    const blocks = new Map<string, Block>();
    const flush = (block: Block, emit: Emit): void => {
      if (block.lines.length === 0) return;
      const { labels, extracted, metadata, timestamp } = block.start;
      const line = block.lines.join('\n');
      block.lines = [];
      emit({
        labels: new Map(labels),
        extracted: new Map(extracted),
        metadata: isAlloy ? [...metadata] : [],
        timestamp,
        line,
      });
    };
    return {
      push(entry, emit, now) {
        const key = streamKey(entry.labels);
        const isFirst = firstLine.matcher(entry.line).find();
        let block = blocks.get(key);
        if (block === undefined) {
          if (!isFirst) {
            emit(entry);
            return;
          }
          block = { start: entry, lines: [], lastSeen: now };
          blocks.set(key, block);
        }
        if (isFirst) {
          flush(block, emit);
          block.start = entry;
        }
        block.lines.push(trim ? withoutBreaks(entry.line) : entry.line);
        block.lastSeen = now;
        if (block.lines.length === maxLines) flush(block, emit);
      },
      tick(now, emit) {
        for (const [key, block] of blocks) {
          if (now - block.lastSeen < maxWait) continue;
          flush(block, emit);
          // Alloy forgets a stream that is idle: a later line that is not a first line passes as it is.
          if (isAlloy) blocks.delete(key);
        }
      },
      end(emit) {
        for (const block of blocks.values()) flush(block, emit);
      },
    };
  };
}

function withoutBreaks(line: string): string {
  let end = line.length;
  while (end > 0 && (line[end - 1] === '\n' || line[end - 1] === '\r')) end--;
  return line.slice(0, end);
}
