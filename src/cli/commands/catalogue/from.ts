import { EXIT } from '../../../diagnostics/exit-code.ts';
import { UserError } from '../../../diagnostics/user-error.ts';
import { refreshCatalogue } from '../../../live/catalogue-edit.ts';
import type { RefreshedCatalogue } from '../../../live/catalogue-edit.ts';
import { DEFAULT_MAX_BYTES } from '../../../live/client.ts';
import { badStatus } from '../../../live/errors.ts';
import { emptyDraft } from '../../../live/metric-draft.ts';
import type { CatalogueDraft } from '../../../live/metric-draft.ts';
import { readSources, SOURCE_HELP } from '../../../live/read-source.ts';
import type { CatalogueSource } from '../../../live/read-source.ts';
import { readRegular, refuse, treeAround } from '../../../project/read-regular.ts';
import { globTest } from '../../../util/glob.ts';
import { plural } from '../../../util/plural.ts';
import { printable, printablePath } from '../../../util/printable.ts';
import { styleFor, userPath } from '../../io.ts';
import type { Io } from '../../io.ts';
import { connect } from '../../live/connect.ts';
import type { ConnectOptions } from '../../live/connect.ts';
import { replaceFile } from '../../replace-file.ts';
import { writeWhole } from '../../write-whole.ts';

export interface CatalogueFromOptions extends ConnectOptions {
  readonly sources: readonly string[];
  /** The catalogue, from the user's folder; undefined: a new one goes to standard output. */
  readonly into?: string;
  readonly write?: true;
  readonly check?: true;
  /** Globs: metrics whose name matches none of them are left out. */
  readonly match?: readonly string[];
  /** See `WriteOptions.values`. */
  readonly values?: number;
}

/** `rulecheck catalogue from SOURCE...`: a new catalogue, or what an existing one lacks. */
export async function catalogueFrom(options: CatalogueFromOptions, io: Io): Promise<number> {
  const { into, write, check } = options;
  if (into === undefined && (write === true || check === true))
    throw new UserError('--write and --check need a catalogue file', EXIT.usage, 'add --into FILE');
  const sources: CatalogueSource[] = [];
  for (const source of options.sources) sources.push(await read(source, options, io));
  const draft = emptyDraft();
  readSources(sources, draft);
  keepMatching(draft, options.match);
  const before = into === undefined ? undefined : readCatalogue(into, io);
  const refreshed = refreshCatalogue(into ?? 'the catalogue', before, draft, options.values ?? 0);
  if (into === undefined) writeFileText(io, refreshed.text);
  else if (refreshed.text !== before) {
    if (write === true) await writeCatalogue(into, before, refreshed.text, io);
    else await showDiff(into, before ?? '', refreshed.text, io);
  }
  tell(refreshed, options, io);
  return check === true && refreshed.text !== before ? EXIT.findings : EXIT.clean;
}

function keepMatching({ metrics }: CatalogueDraft, patterns: readonly string[] = []): void {
  if (patterns.length === 0) return;
  const tests = patterns.map(globTest);
  for (const name of metrics.keys()) if (!tests.some((test) => test(name))) metrics.delete(name);
}

async function read(source: string, options: CatalogueFromOptions, io: Io): Promise<CatalogueSource> {
  if (source === '-') return { name: '<stdin>', text: await io.readStdin() };
  if (!/^https?:\/\//i.test(source)) return { name: source, text: fileText(source, io) };
  const url = URL.canParse(source) ? new URL(source) : undefined;
  if (url === undefined) throw new UserError(`"${source}" is not a URL`, EXIT.usage, { help: SOURCE_HELP });
  const params = [...url.searchParams];
  // The client's base is the server: each request is a path below it, with its own parameters.
  url.search = '';
  const path = url.pathname.slice(1);
  url.pathname = '/';
  // Catalogues are made to be new.
  const client = connect(url.href, { ...options, cache: false }, io);
  const { status, body } = await client.text(path, params);
  if (status !== 200) throw badStatus(`${client.name}/${path}`, status);
  return { name: source, text: body };
}

function fileText(path: string, io: Io): string {
  const absolute = userPath(io, path);
  const reading = readRegular(absolute, { tree: treeAround(absolute, io.cwd), maxBytes: DEFAULT_MAX_BYTES });
  return reading.ok ? reading.bytes.toString('utf8').replace(/^\uFEFF/, '') : refuse(path, reading);
}

/** undefined: it does not exist yet. */
function readCatalogue(path: string, io: Io): string | undefined {
  const absolute = userPath(io, path);
  const reading = readRegular(absolute, { tree: treeAround(absolute, io.cwd), maxBytes: DEFAULT_MAX_BYTES });
  if (reading.ok) return reading.bytes.toString('utf8').replace(/^\uFEFF/, '');
  return reading.fault === 'absent' ? undefined : refuse(path, reading);
}

async function writeCatalogue(path: string, before: string | undefined, text: string, io: Io): Promise<void> {
  if (before === undefined) {
    await writeWhole(userPath(io, path), text, { isNew: true }).catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new UserError(
        `cannot write "${path}": ${code}`,
        EXIT.failure,
        'create the folder, and check the permissions',
      );
    });
  } else await replaceFile(userPath(io, '.'), path, before, text);
  io.stdout.write(`${printablePath(path)} written\n`);
}

async function showDiff(path: string, before: string, after: string, io: Io): Promise<void> {
  const { unifiedDiff } = await import('../../../reporters/diff.ts');
  io.stdout.write(unifiedDiff(path, before, after, styleFor(io.stdout, io.env)));
}

function writeFileText({ stdout }: Io, text: string): void {
  if (stdout.writeRaw === undefined) stdout.write(printable(text));
  else stdout.writeRaw(text);
}

const MOST_NAMED = 5;

function tell(
  { added, changed, unseen, withoutLabels }: RefreshedCatalogue,
  { into }: CatalogueFromOptions,
  io: Io,
): void {
  const say = (text: string): void => io.stderr.write(`${text}\n`);
  if (into !== undefined && added.length + changed.length === 0)
    say('the catalogue lists every metric and label of the sources');
  else say(`${plural(added.length, 'metric')} added, ${changed.length} changed`);
  if (unseen.length > 0) say(`note: the sources do not contain ${named(unseen)}; the catalogue keeps them`);
  if (withoutLabels.length > 0) {
    const text = `the labels of ${named(withoutLabels)} are unknown, so they were left out`;
    say(`note: ${text}; add /api/v1/series?match[]=... or the exporter's page to the sources`);
  }
}

function named(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => printable(name));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
