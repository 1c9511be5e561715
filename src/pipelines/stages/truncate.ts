import type { Entry } from '../entry.ts';
import { Settings } from '../settings.ts';
import type { StageSource } from './stage-source.ts';
import type { Stage } from './stage.ts';
import { changing } from './stage.ts';

const SOURCE_TYPES = ['line', 'label', 'structured_metadata', 'extracted'] as const;
type SourceType = (typeof SOURCE_TYPES)[number];

interface TruncateRule {
  /** Bytes that stay, the suffix not counted. */
  readonly limit: number;
  readonly suffix: string;
  readonly sources: readonly string[];
  readonly type: SourceType;
}

/** Alloy's `truncate`: lines, labels, metadata or extracted values are cut after a number of bytes. */
export function compileTruncate(settings: Settings, source: StageSource): () => Stage {
  const blocks = (source.blocks ?? []).filter(({ name }) => name === 'rule');
  if (blocks.length === 0)
    settings.report('missing-key', {
      message: `${settings.what} has no "rule" block`,
      why: 'Alloy does not start with this configuration',
      help: 'add rule { limit = "1KiB" }',
      range: settings.anchor,
    });
  const rules = blocks.flatMap((block) => {
    const own = new Settings(block.setting, `rule of ${settings.what}`, block.nameRange, settings.reading);
    return ruleOf(own) ?? [];
  });
  return changing((entry) => truncate(entry, rules));
}

function ruleOf(settings: Settings): TruncateRule | undefined {
  settings.allow(['limit', 'suffix', 'sources', 'source_type']);
  const limit = settings.bytes('limit');
  const suffix = settings.string('suffix')?.value ?? '';
  const sources = settings.strings('sources').map(({ value }) => value);
  const written = settings.string('source_type');
  const type = SOURCE_TYPES.find((one) => one === (written?.value ?? 'line'));
  const refuse = (message: string, help: string, key: string): TruncateRule | undefined => {
    const range = settings.entry(key)?.value.range ?? settings.anchor;
    settings.report('bad-value', {
      message,
      why: 'Alloy does not start with this configuration',
      help,
      range,
    });
    return undefined;
  };
  if (type === undefined)
    return refuse(
      `"source_type" of ${settings.what} is "${written?.value ?? ''}"`,
      `use one of ${SOURCE_TYPES.join(', ')}`,
      'source_type',
    );
  if (settings.entry('limit') === undefined) settings.missing('limit');
  if (limit === undefined) return undefined;
  const bytes = Buffer.byteLength(suffix);
  if (limit <= 0) return refuse(`"limit" of ${settings.what} must be above 0`, 'write a size: 1KiB', 'limit');
  if (type === 'line' && sources.length > 0)
    return refuse(
      `${settings.what} cuts the line, which has no "sources"`,
      'remove "sources", or set source_type',
      'sources',
    );
  if (bytes > 0 && limit <= bytes)
    return refuse(
      `"suffix" of ${settings.what} is as long as its limit`,
      'shorten the suffix or raise the limit',
      'suffix',
    );
  return { limit: limit - bytes, suffix, sources, type };
}

/** The extracted value `truncated` names the truncated parts. */
function truncate(entry: Entry, rules: readonly TruncateRule[]): void {
  const cut = new Set<string>();
  for (const rule of rules) {
    if (apply(entry, rule)) cut.add(rule.type);
    if (cut.size === 0) continue;
    const before = entry.extracted.get('truncated');
    if (typeof before === 'string') for (const name of before.split(',')) cut.add(name);
    entry.extracted.set('truncated', [...cut].sort().join(','));
  }
}

/** Cuts what one rule names; whether anything was too long. */
function apply(entry: Entry, rule: TruncateRule): boolean {
  const wanted = (name: string): boolean => rule.sources.length === 0 || rule.sources.includes(name);
  let changed = false;
  const shorten = (text: string): string => {
    if (Buffer.byteLength(text) <= rule.limit) return text;
    changed = true;
    return Buffer.from(text).subarray(0, rule.limit).toString() + rule.suffix;
  };
  if (rule.type === 'line') entry.line = shorten(entry.line);
  else if (rule.type === 'label')
    for (const [name, value] of entry.labels) {
      if (wanted(name)) entry.labels.set(name, shorten(value));
    }
  else if (rule.type === 'structured_metadata')
    entry.metadata = entry.metadata.map(([name, value]) => [name, wanted(name) ? shorten(value) : value]);
  else
    for (const [name, value] of entry.extracted)
      if (wanted(name) && typeof value === 'string') entry.extracted.set(name, shorten(value));
  return changed;
}
