import type { TemplatesDocument } from '../../documents/types.ts';
import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { alertmanagerFunctions } from '../../template/alertmanager/functions.ts';
import { parseWith } from '../../template/program.ts';
import type { ListNode, TemplateTree } from '../../template/syntax/ast.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { unquoted } from './occurrence.ts';
import type { Occurrence } from './occurrence.ts';

/** The templates that a template file defines, and those that it uses. */
export function namesInTemplates({ file, part }: TemplatesDocument): Occurrence[] {
  const text = part === undefined ? file.text : part.scalar.text;
  const place = (range: Range): Range =>
    part === undefined ? range : scalarRange(part.scalar, file.text, range.start, range.end);
  return templateNames(text, file, place);
}

/** The templates that a text calls by name. @param place of a part of the text in the file */
export function templateCalls(text: string, file: SourceFile, place: (part: Range) => Range): Occurrence[] {
  return text.includes('template') ? templateNames(text, file, place) : [];
}

function templateNames(text: string, file: SourceFile, place: (part: Range) => Range): Occurrence[] {
  const { trees } = parseWith(alertmanagerFunctions(), '', text);
  return [...trees.values()].flatMap(({ name, nameRange, root }: TemplateTree): Occurrence[] => {
    const at = (range: Range): Range => place(unquoted(range, text));
    const defined: Occurrence[] =
      nameRange === undefined
        ? []
        : [
            {
              kind: 'template',
              name,
              role: 'definition',
              file,
              range: at(nameRange),
              whole: place(root.range),
            },
          ];
    const calls = callsIn(root).map((call): Occurrence => ({
      kind: 'template',
      name: call.name,
      role: 'use',
      file,
      range: at(call.range),
    }));
    return [...defined, ...calls];
  });
}

function callsIn({ nodes }: ListNode): { readonly name: string; readonly range: Range }[] {
  return nodes.flatMap((node) => {
    switch (node.type) {
      case 'template':
        return [{ name: node.name, range: node.nameRange }];
      case 'if':
      case 'with':
      case 'range':
        return [...callsIn(node.list), ...(node.elseList === undefined ? [] : callsIn(node.elseList))];
      default:
        return [];
    }
  });
}
