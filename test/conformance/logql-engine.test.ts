import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { conformancePath } from '../support/conformance.ts';
import { runLogqlScript } from './logql-run.ts';
import { parseLogqlScript } from './logql-script.ts';

const folder = conformancePath('logqltest');
const scripts = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.logqltest'));

describe.skipIf(folder === undefined)("Loki's engine tests (conformance/logqltest)", () => {
  it.each(scripts)('%s', (name) => {
    const { statements, mismatches } = runLogqlScript(
      parseLogqlScript(readFileSync(`${folder!}/${name}`, 'utf8')),
    );
    expect(mismatches).toEqual([]);
    expect(statements).toBeGreaterThan(10);
  });
});
