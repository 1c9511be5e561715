import { parseYaml } from '../../yaml/parse.ts';
import { decodePrometheusConfig } from '../../documents/prometheus-config.ts';
import type { ProjectSettings } from '../../config/types.ts';
import { parseDurationMs } from '../../go/durations/prometheus-duration.ts';
import { SourceFile } from '../../source/source-file.ts';
import type { PrometheusApi } from '../prometheus-api.ts';

/** What a server says of itself; undefined where it does not. */
export interface ServerSettings {
  readonly configuration: string | undefined;
  /** Milliseconds. */
  readonly retention: number | undefined;
  readonly lookback: number | undefined;
}

/** Asks a server for its configuration, retention and lookback; Mimir, Thanos and VictoriaMetrics show none. */
export async function askSettings(api: PrometheusApi): Promise<ServerSettings> {
  const [configuration, retention, flags] = await Promise.all([
    api.configuration(),
    api.retention(),
    api.flags(),
  ]);
  const lookback = flags.get('query.lookback-delta');
  return {
    configuration,
    // `30d or 50GiB`: samples may go earlier, but never later.
    retention: retention === undefined ? undefined : parseDurationMs(retention.split(' ')[0]!),
    lookback: lookback === undefined ? undefined : parseDurationMs(lookback),
  };
}

type Settings = ProjectSettings['prometheus'];

/** The settings of a project with what its server says; rulecheck.yaml goes first. */
export function withServer(settings: Settings, said: ServerSettings, server: string): Settings {
  const config = configurationOf(said, server);
  const known: Settings = {
    version: settings.version,
    lookback: said.lookback,
    retention: said.retention ?? config?.retention?.value,
    ...(config === undefined
      ? {}
      : {
          scrapeInterval: config.scrapeInterval,
          evaluationInterval: config.evaluationInterval,
          externalLabels: config.externalLabels.map(({ name }) => name),
        }),
  };
  const own = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const saidBy = Object.keys(known).filter((key) => !(key in own));
  return { ...known, ...own, saidBy: Object.fromEntries(saidBy.map((key) => [key, server])) };
}

function configurationOf({ configuration }: ServerSettings, server: string) {
  if (configuration === undefined) return undefined;
  const root = parseYaml(configuration).documents[0]?.root;
  if (root === undefined) return undefined;
  return decodePrometheusConfig(root, new SourceFile(server, configuration), () => undefined);
}
