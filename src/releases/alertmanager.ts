import type { Product } from './types.ts';

/** What each release of Alertmanager changed for configurations, routing and notifications, from its changelog. */
export const ALERTMANAGER: Product = {
  name: 'Alertmanager',
  repository: 'prometheus/alertmanager',
  changelog: 'https://github.com/prometheus/alertmanager/blob/main/CHANGELOG.md',
  releases: [
    {
      version: '0.25',
      date: '2022-12-22',
      changes: [
        { area: 'notifications', kind: 'new', what: 'Discord and Webex', source: 2948 },
        {
          area: 'notifications',
          kind: 'changed',
          what: '"parse_mode" of Telegram is HTML by default, not MarkdownV2',
          source: 2981,
        },
      ],
    },
    {
      version: '0.26',
      date: '2023-08-23',
      changes: [
        { area: 'notifications', kind: 'new', what: 'Microsoft Teams', source: 3324 },
        {
          area: 'metrics',
          kind: 'changed',
          what: 'alertmanager_notifications_failed_total has the label "reason"',
          source: 3094,
          metrics: ['alertmanager_notifications_failed_total'],
        },
      ],
    },
    {
      version: '0.27',
      date: '2024-02-28',
      changes: [
        {
          area: 'routing',
          kind: 'changed',
          what: 'matchers are read by a grammar for UTF-8 first, and by the old one where that fails',
          source: 3453,
          detect: 'utf8-matchers',
        },
        {
          area: 'notifications',
          kind: 'changed',
          what: 'the text of Discord messages is cut at its limit',
          source: 3597,
        },
        { area: 'configuration', kind: 'removed', what: 'the API v1, which old senders use', source: 2970 },
      ],
    },
    {
      version: '0.28',
      date: '2025-01-15',
      changes: [
        {
          area: 'notifications',
          kind: 'new',
          what: 'Jira, Rocket.Chat and Microsoft Teams by Flows',
          source: 3590,
        },
        {
          area: 'notifications',
          kind: 'changed',
          what: 'a template of SNS that fails is an error, and the notification is not sent',
          source: 3531,
        },
      ],
    },
    {
      version: '0.29',
      date: '2025-11-01',
      changes: [{ area: 'notifications', kind: 'new', what: 'incident.io', source: 4372 }],
    },
    {
      version: '0.30',
      date: '2025-12-15',
      changes: [
        { area: 'notifications', kind: 'new', what: 'Mattermost, and Slack apps', source: 4090 },
        { area: 'routing', kind: 'new', what: '"name" of inhibition rules', source: 4628 },
        { area: 'templates', kind: 'new', what: 'toJson and the functions for URLs', source: 4773 },
      ],
    },
    {
      version: '0.31',
      date: '2026-02-02',
      changes: [
        {
          area: 'routing',
          kind: 'changed',
          what: 'an empty "group_by" of a route replaces that of its parent',
          source: 4825,
          detect: 'empty-group-by',
        },
        { area: 'notifications', kind: 'new', what: 'templates in URLs of webhooks', source: 4798 },
        {
          area: 'configuration',
          kind: 'new',
          what: 'a bot token of Telegram for all receivers',
          source: 4823,
        },
      ],
    },
    {
      version: '0.32',
      date: '2026-04-08',
      changes: [
        { area: 'notifications', kind: 'new', what: '"payload" of webhooks', source: 5011 },
        { area: 'templates', kind: 'new', what: 'dict, list and append', source: 5093 },
        {
          area: 'notifications',
          kind: 'fixed',
          what: 'a message of Telegram that is too long is replaced rather than cut',
          source: 5074,
        },
      ],
    },
    {
      version: '0.33',
      date: '2026-06-12',
      changes: [
        {
          area: 'metrics',
          kind: 'removed',
          what: 'alertmanager_marked_alerts',
          source: 5047,
          metrics: ['alertmanager_marked_alerts'],
        },
        { area: 'configuration', kind: 'new', what: '"event_recorder"', source: 5072 },
        { area: 'configuration', kind: 'new', what: '"labels" of receivers', source: 5152 },
        { area: 'templates', kind: 'new', what: 'now', source: 5188 },
      ],
    },
    {
      version: '0.34',
      date: '2026-08-16',
      changes: [
        { area: 'routing', kind: 'new', what: '"labels" of routes', source: 5328 },
        { area: 'templates', kind: 'new', what: 'toDate and mustToDate', source: 5327 },
        {
          area: 'metrics',
          kind: 'changed',
          what: 'the label "reason" of alertmanager_notifications_failed_total tells authError and rateLimited from clientError',
          source: 5332,
          metrics: ['alertmanager_notifications_failed_total'],
        },
        {
          area: 'notifications',
          kind: 'fixed',
          what: 'msteamsv2 uses the global "proxy_url" also where it has an "http_config" of its own',
          source: 5379,
        },
      ],
    },
    {
      version: '0.35',
      date: '2026-11-09',
      changes: [
        {
          area: 'configuration',
          kind: 'removed',
          what: 'outputs of "event_recorder" without a "name"',
          source: 5393,
        },
        {
          area: 'configuration',
          kind: 'removed',
          what: 'the option --enable-feature=auto-gomemlimit, which is called --auto-gomemlimit',
          source: 5464,
        },
        {
          area: 'configuration',
          kind: 'removed',
          what: 'months outside of 1 to 12 in time intervals',
          source: 5626,
        },
        {
          area: 'routing',
          kind: 'new',
          what: 'ranges of weekdays past the end of the week (friday:monday)',
          source: 5579,
        },
        {
          area: 'routing',
          kind: 'fixed',
          what: 'negative "days_of_month" are no longer a day early in a month in which clocks change',
          source: 5447,
        },
        { area: 'configuration', kind: 'new', what: '"post_updates_to_thread" of Slack', source: 5540 },
        { area: 'configuration', kind: 'new', what: '"metadata" of incident.io', source: 5022 },
        { area: 'configuration', kind: 'new', what: '"message_text" of Rocket.Chat', source: 5595 },
        { area: 'configuration', kind: 'new', what: '"timeout" of Telegram', source: 5127 },
        { area: 'templates', kind: 'new', what: 'addDuration', source: 5550 },
        { area: 'templates', kind: 'changed', what: 'join takes lists of any type', source: 5233 },
        {
          area: 'notifications',
          kind: 'changed',
          what: 'events of "event_recorder" have the schema events/v2, in which labels are maps',
          source: 5409,
        },
      ],
    },
  ],
};
