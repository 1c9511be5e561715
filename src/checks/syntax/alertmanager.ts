import { mayBeNewer, newerAlertmanager } from '../../config/newer-releases.ts';
import type { AlertmanagerIssue } from '../../documents/alertmanager/issue.ts';
import { defineCheck } from '../contract.ts';
import { isStandIn } from '../support/stand-in.ts';

const config = (receiver: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: ${receiver}
receivers:
  - name: team-web
    webhook_configs:
      - url: http://127.0.0.1:9099/
`,
});

export default defineCheck({
  meta: {
    id: 'syntax/alertmanager',
    summary: 'configurations that Alertmanager does not accept',
    why: 'Alertmanager keeps running on the old configuration, or does not start: nobody is notified.',
    severity: 'error',
    preset: 'recommended',
    peers: ['amtool check-config'],
    examples: {
      wrong: [
        { files: config('team-wbe'), at: ['team-wbe'] },
        {
          title: 'A key that a future release may have: a warning',
          config: 'alertmanager: { version: "0.99" }\n',
          files: { 'alertmanager.yml': `${config('team-web')['alertmanager.yml']}colours: {}\n` },
          at: ['colours'],
        },
        {
          title: 'An output of the event recorder without a name',
          files: {
            'alertmanager.yml': `${config('team-web')['alertmanager.yml']}event_recorder:\n  file_outputs:\n    - path: /var/log/events\n`,
          },
          at: ['path'],
        },
      ],
      right: [{ files: config('team-web') }],
    },
  },
  messages: {
    issue: ({ message, why, help }: AlertmanagerIssue) => ({
      message,
      why: why ?? 'Alertmanager rejects the configuration',
      help,
    }),
  },
  create: (context) => ({
    Alertmanager({ file, issues, home }) {
      for (const issue of issues) {
        if (issue.level !== 'error') continue;
        const related = issue.related?.map((place) => ({ file, ...place }));
        // Whoever fills it in makes the configuration that Alertmanager reads.
        const isFilledIn = isToBeFilledIn(issue, file.slice(issue.range));
        // What deploys the object fills variables in on the way: Flux, Argo CD, envsubst.
        if (isFilledIn && home !== undefined) continue;
        const isMild = issue.premise === true || isFilledIn;
        const newer = issue.code === 'unknown-key' ? newerAlertmanager(context.project.settings) : undefined;
        const data = newer === undefined ? issue : { ...issue, why: mayBeNewer(newer) };
        const severity = isMild || newer !== undefined ? 'warning' : undefined;
        context.report('issue', { file, range: issue.range }, data, { related, severity });
      }
    },
  }),
});

/** A value that is wrong as written, and begins with a variable or another stand-in. */
function isToBeFilledIn({ code }: AlertmanagerIssue, source: string): boolean {
  if (code !== 'bad-url' && code !== 'bad-address' && code !== 'wrong-type') return false;
  const [start = ''] = source.replace(/^["']|["']$/g, '').split('/');
  return isStandIn(start);
}
