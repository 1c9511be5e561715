import type { Product } from './types.ts';

const UPGRADE = 'https://grafana.com/docs/loki/latest/setup/upgrade/';

/** What each release of Loki changed for rules, streams and configurations, from its changelog and upgrade guide. */
export const LOKI: Product = {
  name: 'Loki',
  repository: 'grafana/loki',
  changelog: 'https://github.com/grafana/loki/blob/main/CHANGELOG.md',
  releases: [
    {
      version: '3.0',
      date: '2024-04-08',
      changes: [
        {
          area: 'logql',
          kind: 'changed',
          what: 'each stream gets the label "service_name" unless "discover_service_name" is empty, so results without "by" have one label more',
          source: UPGRADE,
        },
        {
          area: 'configuration',
          kind: 'changed',
          what: 'a stream may have 15 labels, not 30, and a line 256 KB ("max_label_names_per_series", "max_line_size")',
          source: UPGRADE,
        },
        {
          area: 'configuration',
          kind: 'removed',
          what: '"shared_store" and "shared_store_key_prefix" of the shippers',
          source: UPGRADE,
        },
        {
          area: 'metrics',
          kind: 'changed',
          what: 'metrics with the prefix cortex_ have the prefix loki_',
          source: UPGRADE,
        },
      ],
    },
    {
      version: '3.1',
      date: '2024-07-02',
      changes: [
        {
          area: 'logql',
          kind: 'new',
          what: 'the label "detected_level", which Loki finds in the text of a line',
          source: 13218,
        },
      ],
    },
    {
      version: '3.2',
      date: '2024-09-18',
      changes: [
        {
          area: 'configuration',
          kind: 'changed',
          what: '"ruler.enable_alertmanager_v2" is true by default: Alertmanagers before 0.16 get no alerts',
          source: UPGRADE,
        },
      ],
    },
    {
      version: '3.4',
      date: '2025-02-12',
      changes: [
        {
          area: 'configuration',
          kind: 'new',
          what: 'storage clients of Thanos ("use_thanos_objstore")',
          source: UPGRADE,
        },
      ],
    },
    { version: '3.5', date: '2025-04-17', changes: [] },
    { version: '3.6', date: '2025-11-17', changes: [] },
    {
      version: '3.7',
      date: '2026-03-26',
      changes: [
        {
          area: 'logql',
          kind: 'fixed',
          what: 'regular expressions that ignore case are matched faster, with the same result (3.7.3)',
          source: 20578,
        },
      ],
    },
  ],
};
