import type { SourceFile } from '../source/source-file.ts';
import { hasForeign } from './foreign.ts';
import { namedIn } from './named-in.ts';
import type { ConfigIssue, ConfigLayer } from './layers.ts';
import { parseLayer } from './parse.ts';

/** Finds the file that an `extends` names; undefined: it does not exist. */
export type LocateConfig = (reference: string, from: SourceFile) => Promise<SourceFile | undefined>;

/** A fault of one of the files of a configuration. */
export interface ConfigFault extends ConfigIssue {
  readonly file: SourceFile;
}

export interface LayeredConfig {
  /** The most general file first, the one that was asked for last; each file once. */
  readonly layers: readonly ConfigLayer[];
  readonly faults: readonly ConfigFault[];
}

/**
 * Reads a configuration and all that it extends, depth first. Files that are missing and cycles are faults, and so are
 * checks that are not among rulecheck's own, unless a file names plugins.
 */
export async function readLayers(file: SourceFile, locate: LocateConfig): Promise<LayeredConfig> {
  const layers: ConfigLayer[] = [];
  const faults: ConfigFault[] = [];
  const visit = async (current: SourceFile, chain: readonly string[]): Promise<void> => {
    const layer = parseLayer(current, 'set-apart');
    faults.push(...faultsOf(layer));
    for (const { reference, range } of namedIn(layer, 'extends')) {
      const base = await locate(reference, current);
      if (base === undefined) faults.push({ file: current, range, ...missing(reference) });
      else if (chain.includes(base.path))
        faults.push({ file: current, range, ...cycle([...chain, base.path]) });
      else if (!layers.some((known) => known.file.path === base.path))
        await visit(base, [...chain, base.path]);
    }
    layers.push(layer);
  };
  await visit(file, [file.path]);
  if (layers.some(({ raw }) => raw.plugins !== undefined)) return { layers, faults };
  const strict = layers.filter(({ foreign }) => hasForeign(foreign)).map((layer) => parseLayer(layer.file));
  return { layers, faults: [...faults, ...strict.flatMap(faultsOf)] };
}

function faultsOf({ file, issues }: ConfigLayer): ConfigFault[] {
  return issues.map((issue) => ({ file, ...issue }));
}

function missing(reference: string): Omit<ConfigIssue, 'range'> {
  if (/^\.{1,2}\//.test(reference)) {
    return {
      message: `the configuration "${reference}" to extend does not exist`,
      help: 'the path is relative to the file that contains it',
    };
  }
  return {
    message: `no package "${reference}" contains a configuration to extend`,
    help: /\.ya?ml$/.test(reference)
      ? `write a file next to this one as "./${reference}"`
      : 'install it with npm: the package contains a rulecheck.yaml',
  };
}

function cycle(chain: readonly string[]): Omit<ConfigIssue, 'range'> {
  return {
    message: `this configuration extends itself: ${chain.join(' → ')}`,
    help: 'move the common settings to a third file',
  };
}
