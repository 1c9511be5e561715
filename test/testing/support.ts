import { cacheFolder, findTool, type ToolName } from '../../src/tools/index.ts';
import { cachedTools } from '../../src/tools/cache.ts';
import { decodeRules } from '../../src/documents/rules/decode.ts';
import type { RuleDocument } from '../../src/documents/rules/types.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { collectInto, type TestIssue } from '../../src/testing/issue.ts';
import { decodeScenarioFile } from '../../src/testing/scenario/decode.ts';
import type { ScenarioFile } from '../../src/testing/scenario/types.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

/** Every version of a tool on this machine, so that tests cover the formats of all of them. */
export async function toolVersions(tool: ToolName): Promise<{ version: string; path: string }[]> {
  const found = await findTool(tool, { env: process.env });
  const cached = await cachedTools(cacheFolder(process.env), tool);
  const others = cached.filter(({ path }) => path !== found?.path);
  return [...(found === undefined ? [] : [{ version: 'in use', path: found.path }]), ...others];
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
