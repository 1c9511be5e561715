import { resolve as resolvePath } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyCheck } from '../checks/contract.ts';
import type { ConfigFault } from '../config/extend.ts';
import type { ConfigLayer } from '../config/layers.ts';
import { namedIn } from '../config/named-in.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { CHECK_FAILED } from '../lint/visitors.ts';
import { errorText } from '../util/error-text.ts';
import type { Io } from './io.ts';
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
 * @throws UserError (exit 2) where it was not, as a file that merely lies in a checked-out tree does not run code; and
 * for plugins that are not there, are no plugins, or whose options the configuration gets wrong
 */
export async function loadPlugins(
  layers: readonly ConfigLayer[],
  named: boolean,
  { cwd }: Pick<Io, 'cwd'>,
): Promise<Plugins> {
  const asked = layers.flatMap((layer) =>
    namedIn(layer, 'plugins').map((one) => ({ ...one, file: layer.file })),
  );
  if (asked.length === 0) return { layers, checks: [], failures: [] };
  const last = layers.at(-1)!.file.path;
  if (!named) {
    throw new UserError(
      `the configuration ${last} names plugins, which are code and were not loaded`,
      EXIT.usage,
      {
        help: `run with --config ${last} if you trust it, or take "plugins" out of it`,
      },
    );
  }
  const checks: AnyCheck[] = [];
  const faults: ConfigFault[] = [];
  const failures: Diagnostic[] = [];
  for (const { reference, file, range } of asked) {
    const place = { file, range };
    const url = await locate(reference, pathToFileURL(resolvePath(cwd, file.path)).href);
    if (url === undefined) {
      faults.push({ ...place, ...missing(reference) });
      continue;
    }
    try {
      const { readPlugin } = await import('../checks/plugin.ts');
      const content = readPlugin(await import(url), reference);
      faults.push(
        ...content.faults.map((fault) => ({
          ...place,
          message: `the plugin "${reference}" ${fault}`,
          help: HELP,
        })),
      );
      for (const check of content.checks) {
        const other = checks.find(({ meta }) => meta.id === check.meta.id);
        if (other === undefined) checks.push(check);
        else if (other.plugin !== reference) faults.push({ ...place, ...twice(check, other) });
      }
    } catch (error) {
      failures.push({
        ...place,
        check: CHECK_FAILED,
        severity: 'error',
        related: [],
        ...failed(reference, error),
      });
    }
  }
  refuseFaults(faults, last);
  // Settings of checks that could not be loaded cannot be judged.
  if (failures.length > 0) return { layers, checks, failures };
  const { withPluginSettings } = await import('../config/plugin-settings.ts');
  const sources = checks.map(({ meta }) => ({
    id: meta.id,
    summary: meta.summary,
    options: meta.options?.schema,
  }));
  const judged = withPluginSettings(layers, sources);
  refuseFaults(judged.faults, last);
  return { layers: judged.layers, checks, failures };
}

const HELP = 'docs/writing-checks.md shows the shape of a plugin';

/** The URL of a module: a path from the file that names it, or a package as Node finds it from there. */
async function locate(reference: string, from: string): Promise<string | undefined> {
  const { resolve } = await import('import-meta-resolve');
  const { existsSync } = await import('node:fs');
  try {
    const url = resolve(reference, from);
    return url.startsWith('file:') && existsSync(new URL(url)) ? url : undefined;
  } catch {
    return undefined;
  }
}

type Words = Pick<Diagnostic, 'message' | 'why' | 'help'>;

function missing(reference: string): Words {
  const message = `there is no plugin "${reference}"`;
  if (/^\.{0,2}\//.test(reference))
    return { message, help: 'the path is relative to the file that names it' };
  return {
    message,
    help: /\.[cm]?js$/.test(reference)
      ? `a file beside this one is written "./${reference}"`
      : 'install the package with npm, beside this configuration or above',
  };
}

function twice(check: AnyCheck, other: AnyCheck): Words {
  return {
    message: `the plugins "${other.plugin ?? ''}" and "${check.plugin ?? ''}" both have a check "${check.meta.id}"`,
    help: 'name the group of the one or the other after whoever wrote it',
  };
}

function failed(reference: string, error: unknown): Words {
  return {
    message: `the plugin "${reference}" could not be loaded: ${errorText(error)}`,
    why: 'none of its checks has looked at anything',
    help: /Unknown file extension "\.[cm]?ts"/.test(errorText(error))
      ? 'this Node does not run TypeScript: compile the plugin to JavaScript'
      : 'mend the plugin, or take it out of "plugins"',
  };
}
