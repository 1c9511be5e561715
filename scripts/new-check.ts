// `npm run new:check group/name`: writes the file of a new check.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as prettier from 'prettier';
import { errorCode } from '../src/util/error-code.ts';
import { checkTemplate, refusal } from './new-check/template.ts';

const id = process.argv[2] ?? '';
const refused = refusal(id);
if (refused !== undefined) {
  process.stderr.write(`${refused}\n`);
  process.exit(2);
}
const path = `src/checks/${id}.ts`;
const settings = await prettier.resolveConfig(path);
const text = await prettier.format(checkTemplate(id), { ...settings, parser: 'typescript' });
await mkdir(dirname(path), { recursive: true });
try {
  await writeFile(path, text, { flag: 'wx' });
} catch (error) {
  if (errorCode(error) !== 'EEXIST') throw error;
  process.stderr.write(`${path} exists already\n`);
  process.exit(2);
}
process.stdout.write(
  `${path}: write its examples first, then run: npm run generate && npx vitest run test/checks\n`,
);
