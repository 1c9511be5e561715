/** One package repository of the machine, with what apt needs to trust it. */
export interface AptMirror {
  readonly uri: string;
  /** Options in one-line form: `signed-by=...`, `trusted=yes`. */
  readonly options: readonly string[];
}

/** Options of a source that carry over to another suite of the same mirror. */
const KEPT_OPTIONS = new Set(['signed-by', 'trusted']);

/**
 * The Debian mirrors that a one-line list (`sources.list`, `*.list`) names, in order. Source packages, security
 * archives and repositories without the component `main` are left out.
 */
export function parseSourcesList(text: string): AptMirror[] {
  const mirrors: AptMirror[] = [];
  for (const line of text.split('\n')) {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#]*)/.exec(line);
    if (match === null) continue;
    const [, optionText = '', uri = '', suite = '', components = ''] = match;
    if (!hasDistribution(uri, [suite], components.split(/\s+/))) continue;
    const options = optionText.split(/\s+/).filter((option) => KEPT_OPTIONS.has(option.split('=')[0] ?? ''));
    mirrors.push({ uri: trimSlash(uri), options });
  }
  return mirrors;
}

/** The Debian mirrors that a deb822 file (`*.sources`) names; disabled stanzas are left out. */
export function parseDeb822Sources(text: string): AptMirror[] {
  const mirrors: AptMirror[] = [];
  for (const fields of stanzas(text)) {
    const words = (name: string): string[] =>
      (fields.get(name) ?? '').split(/\s+/).filter((word) => word !== '');
    if (/^(no|false|0)$/i.test(fields.get('enabled') ?? '')) continue;
    if (!words('types').includes('deb')) continue;
    const options: string[] = [];
    const signedBy = words('signed-by').join(',');
    // An armoured key may be in the file itself; only a path can be said in the one-line form.
    if (signedBy.startsWith('/')) options.push(`signed-by=${signedBy}`);
    if (/^yes$/i.test(fields.get('trusted') ?? '')) options.push('trusted=yes');
    for (const uri of words('uris')) {
      if (hasDistribution(uri, words('suites'), words('components')))
        mirrors.push({ uri: trimSlash(uri), options });
    }
  }
  return mirrors;
}

function stanzas(text: string): Map<string, string>[] {
  const result: Map<string, string>[] = [];
  for (const block of text.replaceAll('\r', '').split(/\n[ \t]*\n/)) {
    const fields = new Map<string, string>();
    let last = '';
    for (const line of block.split('\n')) {
      if (line.startsWith('#')) continue;
      const field = /^([A-Za-z0-9-]+)\s*:(.*)/.exec(line);
      if (field !== null) {
        last = (field[1] ?? '').toLowerCase();
        fields.set(last, (field[2] ?? '').trim());
      } else if (/^\s/.test(line) && last !== '') {
        fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`);
      }
    }
    if (fields.size > 0) result.push(fields);
  }
  return result;
}

function hasDistribution(uri: string, suites: readonly string[], components: readonly string[]): boolean {
  if (!/^(https?|file|mirror(\+\w+)?):/.test(uri)) return false;
  return components.includes('main') && suites.some((suite) => !/[-/]security$|[-/]updates$/.test(suite));
}

const trimSlash = (uri: string): string => uri.replace(/(?<!\/)\/+$/, '');
