import { defineCheck } from '../contract.ts';

/** The runner itself reports under this name (src/lint/suppress.ts): only it knows what a comment switched off. */
export default defineCheck({
  meta: {
    id: 'config/suppression',
    summary:
      'comments and overrides that disable a check without a reason, wrongly, past their day or for nothing',
    why: 'A finding that is switched off for no stated reason stays off for ever, also when it becomes true.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: `groups:
  - name: web
    rules:
      # rulecheck disable-next-line syntax/durations -- the name is wrong
      - record: job:up:sum
        expr: sum by (job) (up)
`,
          at: ['# rulecheck disable-next-line syntax/durations -- the name is wrong'],
        },
      ],
      right: [
        {
          files: `groups:
  - name: web
    rules:
      # rulecheck disable-next-line syntax/duration -- the deployment replaces this word
      - alert: Down
        expr: up == 0
        for: LATER
`,
        },
      ],
    },
  },
  messages: {},
  create: () => ({}),
});
