import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import type { Project } from '../../project/project.ts';
import { backtestHtml } from '../../reporters/backtest/html.ts';
import { backtestJson } from '../../reporters/backtest/json.ts';
import { backtestMarkdown } from '../../reporters/backtest/markdown.ts';
import { backtestText } from '../../reporters/backtest/text.ts';
import type { BacktestReport, TimeSpan } from '../../testing/backtest/index.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { backtestFiles } from '../backtest/from-files.ts';
import type { ServerBacktest } from '../backtest/from-server.ts';
import { projectOf, projectSince } from '../backtest/old-project.ts';
import { routingOf } from '../backtest/routing.ts';
import { backtestRules } from '../backtest/rules.ts';
import type { BacktestSide } from '../backtest/sides.ts';
import type { Io } from '../io.ts';
import type { ConnectOptions } from '../live/connect.ts';
import { enter, load } from '../load.ts';
import { textOptions } from '../report.ts';
import { duration, instant } from './routes/instant.ts';

export interface BacktestOptions extends ConnectOptions {
  readonly paths: readonly string[];
  readonly config?: string;
  readonly 'config.file'?: string;
  readonly format: 'text' | 'json' | 'markdown' | 'html';
  readonly data?: readonly string[];
  /** The server that evaluates; undefined: the data of files is evaluated here. */
  readonly prometheus?: string;
  readonly from?: string;
  readonly to?: string;
  readonly interval?: string;
  readonly alert?: readonly string[];
  readonly since?: string;
  readonly against?: readonly string[];
  readonly sweep?: true;
  readonly all?: true;
}

/** `rulecheck backtest`: what alerts would have done over recorded data, and who would have been notified. */
export async function backtest(options: BacktestOptions, io: Io): Promise<number> {
  const entered = enter(io, options.config);
  const loaded = await load({ paths: options.paths, config: options.config }, entered);
  const { project } = loaded;
  refuseUnknown(options.alert ?? [], project);
  const current = await sideOf('', project, options, entered);
  if (current.rules.groups.length === 0) {
    throw new UserError(
      'the files define no alerting rule',
      EXIT.usage,
      'pass rule files, or a folder that contains some',
    );
  }
  const base = await baseOf(options, loaded, entered);
  const old = base === undefined ? undefined : await sideOf(base.name, base.project, options, entered);
  // Rules of other files go through the same Alertmanager; a revision may have had another one.
  const before =
    old === undefined || options.against === undefined ? old : { ...old, routing: current.routing };
  const report = await reportOf({ current, before, asked: askedSpan(options) }, options, entered);
  io.stdout.write(written(report, options, io));
  return EXIT.clean;
}

async function reportOf(
  sides: Pick<ServerBacktest, 'current' | 'before' | 'asked'>,
  options: BacktestOptions,
  io: Io,
): Promise<BacktestReport> {
  const { data = [], prometheus, sweep } = options;
  if (prometheus === undefined) return backtestFiles({ ...sides, files: data, sweep: sweep === true }, io);
  const useless = data.length > 0 ? '--data' : sweep === true ? '--sweep' : undefined;
  if (useless !== undefined)
    throw new UserError(
      `${useless} is not possible with --prometheus`,
      EXIT.usage,
      'with --prometheus the server evaluates the rules on its own data',
    );
  const { backtestServer } = await import('../backtest/from-server.ts');
  return backtestServer({ ...sides, url: prometheus, connection: options }, io);
}

function refuseUnknown(names: readonly string[], { alerts }: Project): void {
  const known = alerts.map((alert) => alert.name.value);
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new UserError(`there is no alert "${name}"${didYouMeanText(name, known)}`, EXIT.usage);
  }
}

async function sideOf(
  name: string,
  project: Project,
  options: BacktestOptions,
  io: Io,
): Promise<BacktestSide> {
  const alerts = options.alert === undefined ? undefined : new Set(options.alert);
  const intervalMs = options.interval === undefined ? undefined : duration(options.interval);
  return {
    name,
    rules: backtestRules(project, { intervalMs, alerts }),
    routing: await routingOf(project, options, io),
  };
}

async function baseOf(
  { since, against, config }: BacktestOptions,
  loaded: Awaited<ReturnType<typeof load>>,
  io: Io,
): Promise<{ readonly name: string; readonly project: Project } | undefined> {
  if (since !== undefined && against !== undefined)
    throw new UserError('--since and --against name old rules twice', EXIT.usage, 'use one of them');
  if (since !== undefined) return { name: since, project: await projectSince(loaded, since, io) };
  if (against === undefined) return undefined;
  return {
    name: against.join(', '),
    project: await projectOf(against, config === undefined ? {} : { config }, io),
  };
}

function askedSpan({ from, to }: BacktestOptions): TimeSpan {
  const span = {
    fromMs: from === undefined ? -Infinity : instant(from),
    toMs: to === undefined ? Infinity : instant(to),
  };
  if (span.fromMs < span.toMs) return span;
  throw new UserError('--from is not before --to', EXIT.usage);
}

function written(report: BacktestReport, { format, all }: BacktestOptions, io: Io): string {
  switch (format) {
    case 'text':
      return backtestText(report, { ...textOptions(io), all: all === true });
    case 'markdown':
      return backtestMarkdown(report);
    case 'html':
      return backtestHtml(report);
    case 'json':
      return `${JSON.stringify(backtestJson(report), null, 2)}\n`;
  }
}
