// Writes types/: the declarations of `rulecheck/plugin`, for authors of plugins who write TypeScript.
import { spawnSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { globSync } from 'tinyglobby';

const OUT = 'types';

await rm(OUT, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const options = [
  '--noEmit',
  'false',
  '--declaration',
  '--emitDeclarationOnly',
  '--rootDir',
  'src',
  '--outDir',
  OUT,
];
const settings = JSON.parse(await readFile('tsconfig.json', 'utf8')).compilerOptions;
const kept = ['target', 'module', 'moduleResolution', 'types'].flatMap((key) => [
  `--${key}`,
  String(settings[key]),
]);
const flags = ['--strict', '--verbatimModuleSyntax', '--allowImportingTsExtensions', '--skipLibCheck'];
const run = spawnSync(
  process.execPath,
  [tsc, '--ignoreConfig', ...options, ...kept, ...flags, '--lib', 'ES2023', 'src/plugin.ts'],
  { stdio: 'inherit' },
);
if (run.status !== 0) process.exit(run.status ?? 1);
// The compiler leaves the endings of imports as they are, and `./x.ts` is not there in the package.
for (const file of globSync(`${OUT}/**/*.d.ts`)) {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/((?:from|import\()\s*'\.{1,2}\/[^']*)\.ts'/g, "$1.js'"));
}
