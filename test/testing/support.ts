import { cacheFolder, findTool, readVersion, type ToolName } from '../../src/tools/index.ts';
import { cachedTools } from '../../src/tools/cache.ts';
import { decodeRules } from '../../src/documents/rules/decode.ts';
import type { RuleDocument } from '../../src/documents/rules/types.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { collectInto, type TestIssue } from '../../src/documents/test-issue.ts';
import { decodeScenarioFile } from '../../src/testing/scenario/decode.ts';
import type { ScenarioFile } from '../../src/testing/scenario/types.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

/** Every version of a tool on this machine, so that tests cover the formats of all of them. */
export async function toolVersions(tool: ToolName): Promise<{ version: string; path: string }[]> {
  const found = await findTool(tool, { env: process.env });
  const cached = await cachedTools(cacheFolder(process.env), tool);
  const paths = new Set([...(found === undefined ? [] : [found.path]), ...cached.map(({ path }) => path)]);
  const versions = await Promise.all(
    [...paths].map(async (path) => ({ version: await readVersion(tool, path), path })),
  );
  return versions.filter(({ version }, i) => versions.findIndex((other) => other.version === version) === i);
}

/** The first executable of a major version of promtool. */
export async function promtoolOf(major: number): Promise<string | undefined> {
  return (await toolVersions('promtool')).find(({ version }) => version.startsWith(`${major}.`))?.path;
}

export function rulesOf(text: string, path = 'rules.yml'): RuleDocument {
  const root = parseYaml(text).documents[0]?.root;
  if (root === undefined) throw new Error('the rules of this test do not parse');
  return decodeRules(root, new SourceFile(path, text), (issue) => {
    throw new Error(issue.message);
  });
}

export function scenariosOf(
  text: string,
  path = 'fixture.yml',
): { file: ScenarioFile | undefined; issues: TestIssue[]; source: SourceFile } {
  const source = new SourceFile(path, text);
  const parsed = parseYaml(text);
  const issues: TestIssue[] = [];
  const root = parsed.documents[0]?.root;
  if (parsed.issues.length > 0 || root === undefined)
    throw new Error('the scenarios of this test do not parse');
  const file = decodeScenarioFile(root, source, collectInto(issues));
  return { file, issues, source };
}
