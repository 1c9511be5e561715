import type { Rule, RuleGroup } from '../documents/rules/types.ts';
import type { Owners } from '../project/owners.ts';
import type { Project } from '../project/project.ts';
import type { SourceFile } from '../source/source-file.ts';

/** What a place belongs to, as far as overrides ask. */
export interface Scope {
  readonly path: string;
  /** Name of the rule group around the place. */
  readonly group: string | undefined;
  /** Name of the rule around the place. */
  readonly rule: string | undefined;
  /** Who owns the file, after CODEOWNERS. */
  readonly owners: readonly string[];
}

/** Finds the group and the rule around a place in a file. */
export class Scopes {
  readonly #groups = new Map<SourceFile, readonly RuleGroup[]>();
  readonly #rules = new Map<SourceFile, readonly Rule[]>();

  readonly #owners: Owners;

  constructor(project: Project) {
    this.#owners = project.owners;
    for (const { file, documents } of project.files) {
      const groups = documents.flatMap((document) => (document.kind === 'rules' ? document.groups : []));
      if (groups.length === 0) continue;
      this.#groups.set(file, sorted(groups));
      this.#rules.set(file, sorted(groups.flatMap((group) => group.rules)));
    }
  }

  at(file: SourceFile, offset: number): Scope {
    const rule = around(this.#rules.get(file) ?? [], offset);
    const group = rule?.group ?? around(this.#groups.get(file) ?? [], offset);
    const owners = this.#owners.of(file.path);
    return { path: file.path, group: group?.name?.value, rule: rule?.name.value, owners };
  }

  /** The scopes of everything that was read: files, groups and rules. */
  static all(project: Project): Scope[] {
    const { owners } = project;
    const files = project.files.map(({ file: { path } }) => {
      return { path, group: undefined, rule: undefined, owners: owners.of(path) };
    });
    const inside = project.groups.flatMap((group): Scope[] => {
      const { path } = group.file;
      const base = { path, group: group.name?.value, rule: undefined, owners: owners.of(path) };
      return [base, ...group.rules.map((rule) => ({ ...base, rule: rule.name.value }))];
    });
    return [...files, ...inside];
  }
}

function sorted<T extends Rule | RuleGroup>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => a.node.range.start - b.node.range.start);
}

/** The last of some nodes in text order that starts at or before an offset, if it reaches that far. */
function around<T extends Rule | RuleGroup>(list: readonly T[], offset: number): T | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.node.range.start <= offset) low = middle + 1;
    else high = middle;
  }
  const found = list[low - 1];
  return found !== undefined && offset < found.node.range.end ? found : undefined;
}
