import { defineCheck } from '../contract.ts';

/** The runner itself reports under this name (src/lint/visitors.ts): a check cannot report its own end. */
export default defineCheck({
  meta: {
    id: 'config/check-failed',
    summary: 'checks that failed themselves and looked at nothing more',
    why: 'What such a check would have found is not known: no finding of it does not mean that all is well.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Nothing in a file should be able to do this; it is a bug of the check',
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
