import type { IngestSettings } from '../logql/ingest/index.ts';
import { ingestSettings } from '../logql/ingest/index.ts';
import type { Project } from './project.ts';

/** How Loki takes lines in: as rulecheck.yaml says, and for what it does not say, the project's Loki configuration. */
export function lokiIngest({ settings, lokiConfigs }: Project): IngestSettings {
  const { version, discoverLogLevels, discoverServiceName } = settings.loki;
  // Several servers' configurations give no answer for one.
  const written = lokiConfigs.length === 1 ? lokiConfigs[0]!.ingest : {};
  return ingestSettings(version, {
    ...written,
    discoverLogLevels: discoverLogLevels ?? written.discoverLogLevels,
    discoverServiceName: discoverServiceName ?? written.discoverServiceName,
  });
}
