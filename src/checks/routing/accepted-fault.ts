import type { AlertmanagerIssue } from '../../documents/alertmanager/issue.ts';
import { defineCheck } from '../contract.ts';

export default defineCheck({
  meta: {
    id: 'routing/accepted-fault',
    summary: 'configuration that Alertmanager accepts and that cannot do what it says',
    why: 'amtool check-config says "SUCCESS", and the notification is lost when it is needed.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: {
            'alertmanager.yml': `route:
  receiver: team-web
receivers:
  - name: team-web
time_intervals:
  - name: holidays
    time_intervals:
      - months: []
`,
          },
          at: ['[]'],
        },
      ],
      right: [
        {
          files: {
            'alertmanager.yml': `route:
  receiver: team-web
receivers:
  - name: team-web
`,
          },
        },
      ],
    },
  },
  messages: {
    issue: ({ message, why, help }: AlertmanagerIssue) => ({ message, why, help }),
  },
  create: (context) => ({
    Alertmanager({ file, issues }) {
      for (const issue of issues) {
        if (issue.level !== 'warning') continue;
        const related = issue.related?.map((place) => ({ file, ...place }));
        context.report('issue', { file, range: issue.range }, issue, { related });
      }
    },
  }),
});
