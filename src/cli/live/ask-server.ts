import type { Config } from '../../config/types.ts';
import { gatherFacts } from '../../live/facts/gather.ts';
import { gatherLinks } from '../../live/facts/links.ts';
import { liveCatalogue } from '../../live/facts/live-catalogue.ts';
import { askSettings, withServer } from '../../live/facts/server-settings.ts';
import { PrometheusApi } from '../../live/prometheus-api.ts';
import { httpTransport } from '../../live/transport.ts';
import type { FoundFile } from '../../project/discover.ts';
import type { LiveFacts } from '../../project/live-facts.ts';
import { readProject } from '../../project/read-project.ts';
import type { Io } from '../io.ts';
import type { EnteredProject } from '../load.ts';
import { connect, DEFAULT_CONCURRENCY, DEFAULT_TIMEOUT_MS, durationOf } from './connect.ts';
import type { LiveOptions } from './with-answers.ts';

const SERIES_SPAN = '7d';
const FIRING_SPAN = '1d';

/** The projects of a run with what a server and web pages say of each. @throws LiveError for one that does not answer */
export async function askServer(
  projects: readonly EnteredProject[],
  options: LiveOptions,
  io: Io,
): Promise<readonly EnteredProject[]> {
  const api =
    options.prometheus === undefined
      ? undefined
      : new PrometheusApi(connect(options.prometheus, options, io));
  const answered: EnteredProject[] = [];
  for (const one of projects) {
    const linked = await withLinks(one, options, io);
    answered.push(api === undefined ? linked : await withAnswers(linked, api, options));
  }
  return answered;
}

async function withLinks(one: EnteredProject, options: LiveOptions, io: Io): Promise<EnteredProject> {
  const links = await gatherLinks(one.project, {
    prefixes: options.checkLinks ?? [],
    timeoutMs:
      options.liveTimeout === undefined
        ? DEFAULT_TIMEOUT_MS
        : durationOf('--live-timeout', options.liveTimeout),
    concurrency: options.liveConcurrency ?? DEFAULT_CONCURRENCY,
    transport: io.transport ?? httpTransport,
  });
  const none = {
    names: [],
    metrics: new Map(),
    selectors: new Map(),
    queries: new Map(),
    firings: new Map(),
  };
  return reread(one, one.config, one.files, { server: '', seriesSpanMs: 0, firingSpanMs: 0, ...none, links });
}

async function withAnswers(
  one: EnteredProject,
  api: PrometheusApi,
  options: LiveOptions,
): Promise<EnteredProject> {
  const server = api.client.name;
  const said = await askSettings(api);
  const { settings } = one.config;
  const config: Config = {
    ...one.config,
    settings: { ...settings, prometheus: withServer(settings.prometheus, said, server) },
  };
  const first = reread(one, config, one.files);
  const metadata = await api.metadata();
  const facts: LiveFacts = {
    ...(await gatherFacts(first.project, api, {
      nowMs: one.io.now(),
      seriesSpanMs: durationOf('--series-in', options.seriesIn ?? SERIES_SPAN),
      firingSpanMs: durationOf('--fired-in', options.firedIn ?? FIRING_SPAN),
      names: [...metadata.keys()],
    })),
    links: one.project.live?.links ?? new Map(),
  };
  const catalogue = liveCatalogue(facts, metadata, first.project);
  const files = catalogue === undefined ? one.files : [...one.files, answerFile(server, catalogue)];
  return reread(one, config, files, facts);
}

/** An answer that is read like a file of the project; nothing is said of it itself. */
const answerFile = (name: string, text: string): FoundFile => ({
  path: name,
  text,
  named: false,
  context: true,
});

function reread(
  one: EnteredProject,
  config: Config,
  files: readonly FoundFile[],
  facts?: LiveFacts,
): EnteredProject {
  return { ...one, config, files, project: readProject(files, config.settings, facts) };
}
