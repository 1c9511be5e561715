import { defineCheck } from '../contract.ts';

/** The runner itself reports under this name (src/lint/visitors.ts): a check cannot report its own end. */
export default defineCheck({
  meta: {
    id: 'config/check-failed',
    summary: 'checks that crashed, so that their findings are missing',
    why: 'A crashed check reports nothing more: a run without its findings does not mean that the files are correct.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'No file can cause this; it is a bug of the check',
          files: 'groups: []\n',
          at: [],
        },
      ],
      right: [{ files: 'groups:\n  - name: web\n    rules: []\n' }],
    },
  },
  messages: {},
  create: () => ({}),
});
