import type { Topic } from '../../case.ts';
import { CRITICAL, routes, routing, tree, WARNING } from './world.ts';

/** Trees in the manner of public configurations. */
export const routeTrees: Topic = {
  topic: 'routes',
  faults: [
    // Unreachable and shadowed.
    {
      files: routes(CRITICAL, '- { matchers: [severity="critical", team="shop"], receiver: shop }'),
      finds: 'routing/shadowed',
    },
    {
      files: routes('- { matchers: [severity=~".+"], receiver: chat }', CRITICAL),
      finds: 'routing/shadowed',
    },
    { files: routes('- receiver: chat', CRITICAL), finds: 'routing/shadowed' },
    {
      files: routes(CRITICAL, WARNING, '- { match: { severity: critical }, receiver: shop }'),
      finds: 'routing/shadowed',
    },
    {
      files: routes('- { matchers: [severity=~"critical|warning"], receiver: chat }', CRITICAL),
      finds: 'routing/shadowed',
    },
    {
      files: routes(
        CRITICAL,
        WARNING,
        '- { matchers: [severity="critical", severity="warning"], receiver: shop }',
      ),
      finds: 'routing/shadowed',
    },
    {
      files: routes(
        '- matchers: [team="shop"]',
        '  receiver: shop',
        '  routes:',
        '    - { matchers: [team="infra"], receiver: pager }',
      ),
      finds: 'routing/shadowed',
    },
    // Routes that no alert of the rules gets to.
    {
      files: routes(
        CRITICAL,
        WARNING,
        '- { matchers: [severity="critical", team="shop"], receiver: shop, continue: true }',
      ),
      finds: 'routing/shadowed',
    },
    {
      files: routes('- { matchers: [alertname="DiskFull", team="shop"], receiver: shop }', CRITICAL, WARNING),
      finds: 'routing/unreached-route',
    },
    {
      files: routes(
        '- { matchers: [alertname="NodeDown", severity="warning"], receiver: shop }',
        CRITICAL,
        WARNING,
      ),
      finds: 'routing/unreached-route',
    },
    {
      files: routes(
        CRITICAL,
        '- matchers: [severity="warning"]',
        '  receiver: chat',
        '  routes:',
        '    - { matchers: [alertname="DiskFull"], receiver: shop }',
      ),
      finds: 'routing/unreached-route',
    },
    // Useless continue.
    {
      files: routes(CRITICAL, '- { matchers: [severity="warning"], receiver: chat, continue: true }'),
      finds: 'routing/useless-continue',
      strict: true,
    },
    {
      files: routes('- { matchers: [severity="critical"], receiver: pager, continue: true }', WARNING),
      finds: 'routing/useless-continue',
      strict: true,
    },
    {
      files: routes(
        '- { matchers: [team="shop"], receiver: shop, continue: true }',
        '- { matchers: [team="infra"], receiver: pager }',
      ),
      finds: 'routing/useless-continue',
      strict: true,
    },
    // Default only.
    {
      files: routes(
        '- { matchers: [team="shop"], receiver: shop }',
        '- { matchers: [team="infra", severity="warning"], receiver: chat }',
      ),
      finds: 'routing/default-only',
    },
    {
      files: routes('- { matchers: [alertname=~"Disk.*"], receiver: pager }', WARNING),
      finds: 'routing/default-only',
    },
    {
      files: routes('- { match: { severity: page }, receiver: pager }', WARNING),
      finds: 'routing/default-only',
    },
    // Matchers that nothing carries.
    {
      files: routes('- { matchers: [severty="critical"], receiver: pager }', WARNING),
      finds: 'routing/unknown-label',
    },
    {
      files: routes('- { matchers: [severity="Critical"], receiver: pager }', WARNING),
      finds: 'routing/unknown-label',
    },
    {
      files: routes('- { matchers: [severity="crit"], receiver: pager }', WARNING),
      finds: 'routing/unknown-label',
    },
    {
      files: routes('- { matchers: [alertname="NodeIsDown"], receiver: pager }', CRITICAL, WARNING),
      finds: 'routing/unknown-label',
    },
    {
      files: routes('- { match_re: { team: "shops|payments" }, receiver: shop }', CRITICAL, WARNING),
      finds: 'routing/unknown-label',
    },
    // Globs and patterns.
    {
      files: routes('- { matchers: [alertname=~"Disk*"], receiver: shop }', CRITICAL, WARNING),
      finds: 'routing/pattern',
    },
    {
      files: routes('- { match_re: { alertname: "Checkout*" }, receiver: shop }', CRITICAL, WARNING),
      finds: 'routing/pattern',
    },
    {
      files: routes('- { matchers: [severity="critical|warning"], receiver: pager }'),
      finds: 'routing/pattern',
    },
    {
      files: routes('- { match: { alertname: "Disk.*" }, receiver: shop }', CRITICAL, WARNING),
      finds: 'routing/pattern',
    },
    {
      files: routes('- { matchers: [alertname=~"*Down"], receiver: shop }', CRITICAL, WARNING),
      finds: 'syntax/alertmanager',
    },
    // Matchers that the two grammars read differently.
    {
      files: routes(`- { matchers: ['team="sh\\u00f6p\\\\d"'], receiver: shop }`, CRITICAL, WARNING),
      finds: 'routing/grammar',
    },
    {
      files: routes(`- { matchers: ['team=~"shop\\.eu"'], receiver: shop }`, CRITICAL, WARNING),
      finds: 'routing/grammar',
    },
    {
      files: routes(`- { matchers: ['team=shop\\nx'], receiver: shop }`, CRITICAL, WARNING),
      finds: 'routing/grammar',
    },
    // group_by.
    {
      files: routing('route:\n  receiver: everybody\n  group_by: [alertname, severty]\n'),
      finds: 'routing/group-by',
    },
    {
      files: routing('route:\n  receiver: everybody\n  group_by: [alert_name]\n'),
      finds: 'routing/group-by',
    },
    {
      files: routing("route:\n  receiver: everybody\n  group_by: ['alertname, severity']\n"),
      finds: 'routing/group-by',
    },
    {
      files: routing("route:\n  receiver: everybody\n  group_by: ['...']\n"),
      finds: 'routing/group-by-explodes',
      strict: true,
    },
    {
      files: routing('route:\n  receiver: everybody\n  group_by: [alertname, instance]\n'),
      finds: 'routing/group-by-explodes',
      strict: true,
    },
    {
      files: routing('route:\n  receiver: everybody\n  group_by: [alertname, pod, container]\n'),
      finds: 'routing/group-by-explodes',
      strict: true,
    },
    // Times.
    {
      files: routing('route:\n  receiver: everybody\n  group_interval: 10m\n  repeat_interval: 5m\n'),
      finds: 'routing/timing',
    },
    { files: routing('route:\n  receiver: everybody\n  repeat_interval: 1m\n'), finds: 'routing/timing' },
    {
      files: routing(
        `${tree(CRITICAL, '- { matchers: [severity="warning"], receiver: chat, group_interval: 6h }')}  repeat_interval: 4h\n`,
      ),
      finds: 'routing/timing',
    },
    {
      files: routing('route:\n  receiver: everybody\n  group_interval: 7m\n  repeat_interval: 1h\n'),
      finds: 'routing/timing-rounding',
      strict: true,
    },
    {
      files: routing('route:\n  receiver: everybody\n  group_wait: 10m\n  group_interval: 1m\n'),
      finds: 'routing/timing-rounding',
      strict: true,
    },
    {
      files: routing('route:\n  receiver: everybody\n  group_interval: 3h\n  repeat_interval: 4h\n'),
      finds: 'routing/timing-rounding',
      strict: true,
    },
  ],
  sound: [
    {
      files: routes('- { matchers: [severity="critical", team="shop"], receiver: shop }', CRITICAL, WARNING),
    },
    {
      files: routes(
        '- { matchers: [severity="critical"], receiver: pager, continue: true }',
        '- { matchers: [severity="critical", team="shop"], receiver: shop }',
        WARNING,
      ),
    },
    { files: routes(CRITICAL, '- receiver: chat') },
    { files: routes('- { matchers: [team=~"shop|infra", severity!="warning"], receiver: pager }', WARNING) },
    {
      files: routes(
        '- matchers: [team="shop"]',
        '  receiver: shop',
        '  routes:',
        '    - { matchers: [severity="critical"], receiver: pager }',
        '- { matchers: [team="infra"], receiver: chat }',
      ),
    },
    {
      files: routes(
        '- { matchers: [severity="critical"], receiver: audit, continue: true }',
        CRITICAL,
        WARNING,
      ),
    },
    { files: routes('- { matchers: [alertname=~"Disk.*"], receiver: chat }', CRITICAL, WARNING) },
    { files: routes('- { matchers: [alertname=~"Disk.+|NodeDown"], receiver: chat }', CRITICAL, WARNING) },
    { files: routes('- { match_re: { severity: "critical|warning" }, receiver: pager }') },
    { files: routes('- { matchers: ["severity = critical"], receiver: pager }', WARNING) },
    { files: routes('- { matchers: [cluster="eu1", severity="critical"], receiver: pager }', WARNING) },
    { files: routes('- { matchers: [instance=~"db.*"], receiver: chat }', CRITICAL, WARNING) },
    { files: routes(`- { matchers: ['alertname=~"Disk\\\\w+"'], receiver: chat }`, CRITICAL, WARNING) },
    { files: routing('route:\n  receiver: everybody\n  group_by: [alertname, cluster, service]\n') },
    { files: routing("route:\n  receiver: everybody\n  group_by: ['...']\n") },
    { files: routing('route:\n  receiver: everybody\n  group_by: [alertname, namespace, cluster]\n') },
    {
      files: routing(
        'route:\n  receiver: everybody\n  group_wait: 30s\n  group_interval: 5m\n  repeat_interval: 4h\n',
      ),
    },
    { files: routing('route:\n  receiver: everybody\n  group_interval: 5m\n  repeat_interval: 4h\n') },
    { files: routing('route:\n  receiver: everybody\n') },
  ],
};
