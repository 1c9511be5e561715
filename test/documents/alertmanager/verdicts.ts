import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { readAlertmanager } from '../../../src/documents/alertmanager-document.ts';
import type { AlertmanagerVersion } from '../../../src/documents/alertmanager/version.ts';
import { SourceFile } from '../../../src/source/source-file.ts';
import { parseYaml } from '../../../src/yaml/parse.ts';

/** What somebody says of a configuration: undefined where it is accepted. */
export type Verdict = string | undefined;

/** Files that one process of amtool is asked about. */
const BATCH = 100;

/** What `amtool check-config` says of each text. A template file that is missing does not count: it is judged elsewhere. */
export async function amtoolVerdicts(amtool: string, texts: readonly string[]): Promise<Verdict[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rulecheck-verdicts-'));
  try {
    mkdirSync(join(folder, 'in'));
    const paths = texts.map((text, i) => {
      const path = join(folder, 'in', `${i}.yml`);
      writeFileSync(path, text);
      return path;
    });
    const verdicts: Verdict[] = [];
    while (verdicts.length < paths.length) {
      const asked = paths.slice(verdicts.length, verdicts.length + BATCH);
      verdicts.push(...(await askTogether(amtool, asked)));
    }
    return verdicts;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Verdicts of the files as far as amtool came: it ends at the first one that crashes it. */
async function askTogether(amtool: string, paths: readonly string[]): Promise<Verdict[]> {
  const { stdout, stderr } = await execa(amtool, ['check-config', ...paths], { reject: false });
  const parts = stdout.split(/^Checking '/m).slice(1);
  if (parts.length === 0) throw new Error(`amtool said nothing: ${stderr.slice(0, 300)}`);
  return parts.map((part) => {
    // Newer versions log between the name and the verdict.
    const said = /(?:'|\n) {2}(?:SUCCESS|FAILED: (.*?)(?:\n\n|$))/s.exec(part);
    if (said === null) return `crashes: ${stderr.slice(0, 200)}`;
    return said[1];
  });
}

/** What rulecheck says of a text as the configuration of a version. */
export function ownVerdict(text: string, version: AlertmanagerVersion): Verdict {
  const { documents, issues } = parseYaml(firstDocument(text));
  if (issues.length > 0) return issues.map(({ code, message }) => `${code}: ${message}`).join('; ');
  const root = documents[0]?.root;
  if (root === undefined) return 'the document is empty';
  const errors = readAlertmanager(root, new SourceFile('alertmanager.yml', text), { version }).issues.filter(
    ({ level }) => level === 'error',
  );
  return errors.length === 0
    ? undefined
    : errors.map(({ code, message }) => `${code}: ${message}`).join('; ');
}

/** Alertmanager does not look at what comes after the first document; rulecheck reports faults of it too. */
function firstDocument(text: string): string {
  const begin = /^(?:\ufeff|%.*\r?\n|#.*\r?\n|[ \t]*\r?\n)*(?:---(?=\s|$).*\r?\n)?/.exec(text)![0].length;
  const end = text.slice(begin).search(/^(?:---|\.\.\.)(?=\s|$)/m);
  return end < 0 ? text : text.slice(0, begin + end);
}
