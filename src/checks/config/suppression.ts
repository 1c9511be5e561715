import { defineCheck } from '../contract.ts';

/** The runner itself reports under this name (src/lint/suppress.ts): only it knows what a comment switched off. */
export default defineCheck({
  meta: {
    id: 'config/suppression',
    summary: 'suppressions without a reason or effect, past their date, or of a check that does not exist',
    why: 'A finding that is disabled without a reason stays disabled, even after it becomes a real fault.',
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
