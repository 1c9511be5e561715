import type { AnyCheck, Example } from '../../checks/contract.ts';
import { docsUrl } from '../../reporters/docs-url.ts';
import { code, codeBlock, paragraphs } from './markdown.ts';

/** The page of a check, in short: the fault, why that matters, a wrong example and how to switch it off. */
export function checkText(id: string, checks: readonly AnyCheck[]): string | undefined {
  const meta = checks.find((check) => check.meta.id === id)?.meta;
  if (meta === undefined) return undefined;
  const url = docsUrl(id);
  return paragraphs(
    `**${id}** (${meta.severity}${meta.preset === 'strict' ? ', strict preset only' : ''}): ${meta.summary}`,
    meta.why,
    exampleText(meta.examples.wrong[0] ?? { files: '' }),
    `Disable it: ${code(`# rulecheck disable-next-line ${id} -- the reason`)}`,
    url === undefined ? '' : `[Documentation](${url})`,
  );
}

function exampleText({ files }: Pick<Example, 'files'>): string {
  const texts = typeof files === 'string' ? [files] : Object.values(files);
  const [first] = texts;
  return first === undefined || first.length > 1_200 ? '' : `Wrong:\n\n${codeBlock(first, 'yaml')}`;
}
