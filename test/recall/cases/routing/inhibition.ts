import type { Topic } from '../../case.ts';
import { CRITICAL, routing, tree, WARNING } from './world.ts';

const files = (...rules: readonly string[]): Readonly<Record<string, string>> =>
  routing(tree(CRITICAL, WARNING), `inhibit_rules:\n${rules.map((rule) => `  - ${rule}\n`).join('')}`);

export const inhibitions: Topic = {
  topic: 'inhibition',
  faults: [
    // Never applies.
    {
      files: files(
        '{ source_matchers: [alertname="NodeGone"], target_matchers: [severity="warning"], equal: [instance] }',
      ),
      finds: 'inhibition/never-applies',
    },
    {
      files: files(
        '{ source_matchers: [severity="critical"], target_matchers: [severity="info"], equal: [instance] }',
      ),
      finds: 'inhibition/never-applies',
    },
    {
      files: files(
        '{ source_matchers: [alertname="NodeDown", severity="warning"], target_matchers: [severity="warning"], equal: [instance] }',
      ),
      finds: 'inhibition/never-applies',
    },
    {
      files: files(
        '{ source_matchers: [alertname=~"Disk.*"], target_matchers: [alertname=~"Disk.*"], equal: [instance] }',
      ),
      finds: 'inhibition/never-applies',
    },
    {
      files: files(
        '{ source_match: { alertname: NodeDown }, target_match: { alertname: NodeDown }, equal: [instance] }',
      ),
      finds: 'inhibition/never-applies',
    },
    {
      files: files(
        '{ source_matchers: [alertname="NodeDown"], target_matchers: [alertname="QueueLong"], equal: [alertname] }',
      ),
      finds: 'inhibition/never-applies',
    },
    {
      files: files(
        '{ source_matchers: [team="infra"], target_matchers: [team="shop"], equal: [team, cluster] }',
      ),
      finds: 'inhibition/never-applies',
    },
    // Itself.
    {
      files: files(
        '{ source_matchers: [severity="critical"], target_matchers: [severity=~"critical|warning"], equal: [instance] }',
      ),
      finds: 'inhibition/self',
      strict: true,
    },
    {
      files: files(
        '{ source_matchers: [team="infra", severity="critical"], target_matchers: [team="infra"], equal: [instance] }',
      ),
      finds: 'inhibition/self',
      strict: true,
    },
    {
      files: files(
        '{ source_matchers: [alertname="NodeDown"], target_matchers: [alertname=~".+"], equal: [instance] }',
      ),
      finds: 'inhibition/self',
      strict: true,
    },
    // No equal.
    {
      files: files('{ source_matchers: [severity="critical"], target_matchers: [severity="warning"] }'),
      finds: 'inhibition/no-equal',
      strict: true,
    },
    {
      files: files(
        '{ source_matchers: [alertname="NodeDown"], target_matchers: [team="shop", severity="warning"] }',
      ),
      finds: 'inhibition/no-equal',
      strict: true,
    },
    {
      files: files(
        '{ source_match: { severity: critical }, target_match_re: { severity: "warning|info" }, equal: [] }',
      ),
      finds: 'inhibition/no-equal',
      strict: true,
    },
    // Equal on labels that are missing.
    {
      files: files(
        '{ source_matchers: [severity="critical"], target_matchers: [severity="warning"], equal: [severty] }',
      ),
      finds: 'inhibition/missing-equal',
    },
    {
      files: files(
        '{ source_matchers: [severity="critical"], target_matchers: [severity="warning"], equal: [alert_name, instance] }',
      ),
      finds: 'inhibition/missing-equal',
    },
    {
      files: files(
        '{ source_matchers: [alertname="CheckoutErrors"], target_matchers: [alertname="QueueLong"], equal: [instance] }',
      ),
      finds: 'inhibition/missing-equal',
    },
    {
      files: files(
        '{ source_matchers: [severity="critical"], target_matchers: [severity="warning"], equal: [\'cluster, service\'] }',
      ),
      finds: 'inhibition/missing-equal',
    },
    // Circles.
    {
      files: files(
        '{ source_matchers: [alertname="NodeDown"], target_matchers: [alertname="DiskFull"], equal: [instance] }',
        '{ source_matchers: [alertname="DiskFull"], target_matchers: [alertname="NodeDown"], equal: [instance] }',
      ),
      finds: 'inhibition/circular',
    },
    {
      files: files(
        '{ source_matchers: [severity="critical"], target_matchers: [severity="warning"], equal: [cluster] }',
        '{ source_matchers: [severity="warning"], target_matchers: [severity="critical"], equal: [cluster] }',
      ),
      finds: 'inhibition/circular',
    },
    {
      files: files(
        '{ source_matchers: [alertname="NodeDown"], target_matchers: [alertname="DiskFull"], equal: [instance] }',
        '{ source_matchers: [alertname="DiskFull"], target_matchers: [alertname="DiskFilling"], equal: [instance] }',
        '{ source_matchers: [alertname="DiskFilling"], target_matchers: [alertname="NodeDown"], equal: [instance] }',
      ),
      finds: 'inhibition/circular',
    },
  ],
  sound: [
    {
      files: files(
        '{ source_matchers: [severity="critical"], target_matchers: [severity="warning"], equal: [team, cluster] }',
      ),
    },
    {
      files: files(
        '{ source_matchers: [alertname="NodeDown"], target_matchers: [alertname=~"Disk.*"], equal: [instance] }',
      ),
    },
    {
      files: files(
        '{ source_match: { alertname: DiskFull }, target_match: { alertname: DiskFilling }, equal: [instance, mountpoint] }',
      ),
    },
    {
      files: files(
        '{ source_matchers: [alertname="NodeDown"], target_matchers: [alertname!="NodeDown", team="infra"], equal: [instance] }',
      ),
    },
    {
      files: files(
        '{ source_matchers: [alertname="CheckoutErrors"], target_matchers: [alertname="QueueLong"], equal: [service] }',
      ),
    },
    {
      files: files(
        '{ source_matchers: [alertname="NodeDown"], target_matchers: [alertname="DiskFull"], equal: [instance] }',
        '{ source_matchers: [alertname="DiskFull"], target_matchers: [alertname="DiskFilling"], equal: [instance] }',
      ),
    },
  ],
};
