import { defineConfig } from 'vitest/config';
import { ensureValidator } from './scripts/build/ensure-validator.js';

ensureValidator();

/** The stack's own servers: one file after the other, none of it in `npm test`. */
export default defineConfig({
  test: {
    include: [process.env['RULECHECK_E2E'] === 'long' ? 'test/e2e/*.e2e.ts' : 'test/e2e/stack.e2e.ts'],
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 240_000,
  },
});
