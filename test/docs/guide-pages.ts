/** Pages of docs/ that are one session from top to bottom, files included: test/docs/guides.test.ts plays them. */
export const GUIDES = ['tutorial', 'from-promtool', 'from-pint', 'from-amlint'] as const;
