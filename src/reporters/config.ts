import type { Override } from '../config/types.ts';
import type { EffectiveConfig, EffectiveEntry, Origin } from '../lint/effective.ts';
import { printable } from '../util/printable.ts';
import type { Style } from '../util/style.ts';

export interface ConfigPrintOptions {
  /** The files that were read, the most general first. */
  readonly files: readonly string[];
  /** The file that is spoken of. */
  readonly path: string | undefined;
  /** Who owns it. */
  readonly owners: readonly string[];
  readonly style: Style;
  /** Also checks that are as their preset has them. */
  readonly all: boolean;
}

/** The configuration that holds, as YAML with the origin of each value in a comment. */
export function printConfig(config: EffectiveConfig, options: ConfigPrintOptions): string {
  const { files, path, owners, style } = options;
  const whose = owners.length === 0 ? '' : ` (of ${owners.join(', ')})`;
  const about = path === undefined ? 'the project' : `"${path}"${whose}`;
  const read = files.length === 0 ? 'no configuration file: defaults' : files.join(', then ');
  const head = style.dim(`# for ${printable(about)}; ${printable(read)}`);
  const shown = config.entries.filter((entry) => options.all || !isPreset(entry, config.entries));
  const hidden = new Set(
    config.entries.filter((entry) => !shown.includes(entry)).map((entry) => entry.path[1] ?? ''),
  );
  const lines = entryLines(shown, style);
  if (hidden.size > 0)
    lines.push(
      style.dim(`# and ${hidden.size} checks with the setting of their preset: rulecheck config --all`),
    );
  return (
    [head, ...lines, ...config.partial.flatMap((override) => partialLines(override, style))].join('\n') + '\n'
  );
}

/** Is this a check of which nothing was set? */
function isPreset({ path }: EffectiveEntry, entries: readonly EffectiveEntry[]): boolean {
  if (path[0] !== 'checks') return false;
  return entries.every(
    (other) => other.path[1] !== path[1] || other.path[0] !== 'checks' || !isWritten(other.origin),
  );
}

function isWritten({ kind }: Origin): boolean {
  return kind === 'file' || kind === 'override';
}

function entryLines(entries: readonly EffectiveEntry[], style: Style): string[] {
  const rows: { text: string; note: string }[] = [];
  let above: readonly string[] = [];
  for (const { path, value, origin } of entries) {
    const same = path.findIndex((key, depth) => above[depth] !== key);
    for (const [depth, key] of path.entries()) {
      if (depth < same) continue;
      const last = depth === path.length - 1;
      const text = `${'  '.repeat(depth)}${key}:${last ? ` ${JSON.stringify(value)}` : ''}`;
      rows.push({ text: printable(text), note: last ? describe(origin) : '' });
    }
    above = path;
  }
  const width = Math.min(60, Math.max(0, ...rows.map(({ text }) => text.length)));
  return rows.map(({ text, note }) =>
    note === '' ? text : `${text.padEnd(width)}  ${style.dim(`# ${printable(note)}`)}`,
  );
}

function describe(origin: Origin): string {
  switch (origin.kind) {
    case 'default':
      return 'default';
    case 'preset':
      return `preset ${origin.name}`;
    case 'file':
    case 'override': {
      const { line } = origin.file.position(origin.range.start);
      return `${origin.file.path}:${line}${origin.kind === 'override' ? ' (override)' : ''}`;
    }
  }
}

function partialLines({ groups, rules, checks, place }: Override, style: Style): string[] {
  const where = [...groups.map((name) => `group "${name}"`), ...rules.map((name) => `rule "${name}"`)].join(
    ', ',
  );
  const line = place.file.position(place.range.start).line;
  return [...checks].map(([id, { severity, options }]) =>
    style.dim(
      printable(
        `# in ${where}: ${id}: ${JSON.stringify({ ...(severity === undefined ? {} : { severity }), ...options })} (${place.file.path}:${line})`,
      ),
    ),
  );
}
