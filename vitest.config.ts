import { defineConfig } from 'vitest/config';
import { ensureValidator } from './scripts/build/ensure-validator.js';
import { findTool } from './src/tools/index.ts';
import type { ToolName } from './src/tools/index.ts';

ensureValidator();
const report = process.env.RULECHECK_TEST_REPORT;

/** Where a tool is: named by the variable, on PATH, or in rulecheck's own cache. */
async function tool(name: ToolName, version?: string): Promise<string> {
  const found = await findTool(name, { env: process.env, version }).catch(() => undefined);
  return found?.path ?? '';
}

const tools = {
  RULECHECK_PROMTOOL: await tool('promtool'),
  RULECHECK_AMTOOL: await tool('amtool'),
  /** The oldest versions that rulecheck is tested against. */
  RULECHECK_PROMTOOL_OLD: await tool('promtool', '2.42'),
  RULECHECK_AMTOOL_OLD: await tool('amtool', '0.25'),
};

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    env: Object.fromEntries(Object.entries(tools).filter(([, path]) => path !== '')),
    reporters: report === undefined ? ['default'] : ['default', 'json'],
    outputFile: report === undefined ? undefined : { json: report },
  },
});
