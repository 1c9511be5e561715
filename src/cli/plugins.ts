import { existsSync } from 'node:fs';
import { resolve as resolvePath } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyCheck } from '../checks/contract.ts';
import { schemaSources } from '../checks/schema-sources.ts';
import type { ConfigFault } from '../config/extend.ts';
import type { ConfigLayer } from '../config/layers.ts';
import { namedIn } from '../config/named-in.ts';
import type { Named } from '../config/named-in.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { CHECK_FAILED } from '../lint/visitors.ts';
import type { SourceFile } from '../source/source-file.ts';
import { errorText } from '../util/error-text.ts';
import { pageUrl } from '../reporters/docs-url.ts';
import { userPath } from './io.ts';
import type { Io } from './io.ts';
import { pathFrom } from './relocate.ts';
import { refuseFaults } from './load-config.ts';

/** The checks of plugins, and the configuration with their settings. */
export interface Plugins {
  readonly layers: readonly ConfigLayer[];
  readonly checks: readonly AnyCheck[];
  /** Plugins that could not be loaded: findings, as the run goes on without them. */
  readonly failures: readonly Diagnostic[];
}

/**
 * Loads the plugins that a configuration names: they are code, and run with the rights of whoever runs rulecheck.
 *
 * @param named the configuration was named on the command line
 * @throws UserError (exit 2) where it was not, as a file in a checked-out tree must not run code; and for plugins that do not
 * exist, are not plugins, or whose options the configuration gets wrong
 */
export async function loadPlugins(
  layers: readonly ConfigLayer[],
  named: boolean,
  io: Pick<Io, 'cwd' | 'from'>,
): Promise<Plugins> {
  const asked = pluginsIn(layers);
  if (asked.length === 0) return { layers, checks: [], failures: [] };
  const last = pathFrom(userPath(io, '.'), layers.at(-1)!.file);
  if (!named) {
    throw new UserError(`${last} configures plugins; they are code and were not loaded`, EXIT.usage, {
      help: `if you trust the configuration, run with --config ${last}; otherwise remove "plugins" from it`,
    });
  }
  const loaded = [];
  for (const plugin of asked) loaded.push(await loadOne(plugin, io.cwd));
  const checks = loaded.flatMap((one) => one.checks);
  const failures = loaded.flatMap((one) => one.failures);
  refuseFaults([...loaded.flatMap((one) => one.faults), ...twiceIn(asked, checks)], last);
  // Settings of checks that could not be loaded cannot be judged.
  if (failures.length > 0) return { layers, checks, failures };
  const { withPluginSettings } = await import('../config/plugin-settings.ts');
  const judged = withPluginSettings(layers, schemaSources(checks));
  refuseFaults(judged.faults, last);
  return { layers: judged.layers, checks, failures };
}

/** Every plugin once, where it is named first. */
function pluginsIn(layers: readonly ConfigLayer[]): Asked[] {
  const all = layers.flatMap((layer) =>
    namedIn(layer, 'plugins').map((one) => ({ ...one, file: layer.file })),
  );
  return all.filter(({ reference }, index) => all.findIndex((one) => one.reference === reference) === index);
}

/** A plugin, and where a configuration names it. */
interface Asked extends Named {
  readonly file: SourceFile;
}

interface LoadedPlugin {
  readonly checks: readonly AnyCheck[];
  readonly faults: readonly ConfigFault[];
  readonly failures: readonly Diagnostic[];
}

async function loadOne({ reference, file, range }: Asked, cwd: string): Promise<LoadedPlugin> {
  const place = { file, range };
  const url = await locate(reference, pathToFileURL(resolvePath(cwd, file.path)).href);
  if (url === undefined) return { checks: [], failures: [], faults: [{ ...place, ...missing(reference) }] };
  try {
    const { readPlugin } = await import('../checks/plugin.ts');
    const { checks, faults } = readPlugin(await import(url), reference);
    const words = faults.map((fault) => ({
      ...place,
      message: `the plugin "${reference}" ${fault}`,
      help: HELP,
    }));
    return { checks, faults: words, failures: [] };
  } catch (error) {
    const words = failed(reference, error);
    const failure = { ...place, check: CHECK_FAILED, severity: 'error', related: [], ...words } as const;
    return { checks: [], faults: [], failures: [failure] };
  }
}

/** Checks of the same id from two plugins, at the place of the second. */
function twiceIn(asked: readonly Asked[], checks: readonly AnyCheck[]): ConfigFault[] {
  return checks.flatMap((check, index) => {
    const other = checks.slice(0, index).find(({ meta }) => meta.id === check.meta.id);
    const place = asked.find(({ reference }) => reference === check.plugin);
    return other === undefined || place === undefined ? [] : [{ ...place, ...twice(check, other) }];
  });
}

const HELP = `${pageUrl('writing-checks')} describes the shape of a plugin`;

/** The URL of a module: a path from the file that names it, or a package as Node finds it from there. */
async function locate(reference: string, from: string): Promise<string | undefined> {
  const { resolve } = await import('import-meta-resolve');
  try {
    const url = resolve(reference, from);
    return url.startsWith('file:') && existsSync(new URL(url)) ? url : undefined;
  } catch {
    return undefined;
  }
}

type Words = Pick<Diagnostic, 'message' | 'why' | 'help'>;

function missing(reference: string): Words {
  const message = `the plugin "${reference}" does not exist`;
  if (/^\.{0,2}\//.test(reference))
    return { message, help: 'the path is relative to the configuration file' };
  return {
    message,
    help: /\.[cm]?js$/.test(reference)
      ? `write a path relative to this configuration as "./${reference}"`
      : 'install the package with npm, in the folder of this configuration or above',
  };
}

function twice(check: AnyCheck, other: AnyCheck): Words {
  return {
    message: `the plugins "${other.plugin ?? ''}" and "${check.plugin ?? ''}" both have a check "${check.meta.id}"`,
    help: 'rename the check group of one of the two plugins',
  };
}

function failed(reference: string, error: unknown): Words {
  return {
    message: `the plugin "${reference}" could not be loaded: ${errorText(error)}`,
    why: 'none of its checks ran',
    help: /Unknown file extension "\.[cm]?ts"/.test(errorText(error))
      ? 'this version of Node does not run TypeScript: compile the plugin to JavaScript'
      : 'fix the plugin, or remove it from "plugins"',
  };
}
