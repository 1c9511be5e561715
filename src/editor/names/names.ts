import type { ParsedFile } from '../../documents/types.ts';
import type { Project, Query } from '../../project/project.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { groupBy } from '../../util/group-by.ts';
import { namesInAlertmanager } from './in-alertmanager.ts';
import { namesInComments } from './in-comments.ts';
import { namesInQuery } from './in-expressions.ts';
import { namesInCatalogue, namesInDashboard, namesInPage, namesInRules } from './in-rules.ts';
import { namesInTemplates } from './in-templates.ts';
import { namesInTest } from './in-tests.ts';
import { holds } from './occurrence.ts';
import type { NameKind, Occurrence } from './occurrence.ts';

/** Every name of a project with the places where it is written. */
export class Names {
  readonly #byFile: ReadonlyMap<SourceFile, readonly Occurrence[]>;
  readonly #byName: ReadonlyMap<string, readonly Occurrence[]>;

  constructor(all: readonly Occurrence[]) {
    this.#byFile = groupBy(all, ({ file }) => file);
    this.#byName = groupBy(all, ({ kind, name }) => keyOf(kind, name));
  }

  /** The name at a place; of several the shortest. */
  at(file: SourceFile, offset: number): Occurrence | undefined {
    const here = (this.#byFile.get(file) ?? []).filter(({ range }) => holds(range, offset));
    return here.sort((a, b) => a.range.end - a.range.start - (b.range.end - b.range.start))[0];
  }

  in(file: SourceFile): readonly Occurrence[] {
    return this.#byFile.get(file) ?? [];
  }

  of(kind: NameKind, name: string): readonly Occurrence[] {
    return this.#byName.get(keyOf(kind, name)) ?? [];
  }

  /** Every place that means the same thing: of a receiver in one configuration not that of another one. */
  same({ kind, name, scope }: Pick<Occurrence, 'kind' | 'name' | 'scope'>): readonly Occurrence[] {
    const all = this.of(kind, name);
    const owners = new Set(all.filter(({ role }) => role === 'definition').map((each) => each.scope));
    // A test names a receiver of whichever configuration it is played with.
    if (owners.size < 2 || scope === undefined) return all;
    return all.filter((each) => each.scope === scope);
  }

  /** Every definition of a kind. */
  *definitions(kinds: readonly NameKind[]): Iterable<Occurrence> {
    for (const all of this.#byName.values())
      for (const each of all) if (each.role === 'definition' && kinds.includes(each.kind)) yield each;
  }

  /** The different names of a kind that something uses. */
  used(kind: NameKind): string[] {
    const found: string[] = [];
    for (const all of this.#byName.values()) if (all[0]?.kind === kind) found.push(all[0].name);
    return found;
  }

  /** The different names of a kind that are defined. */
  defined(kind: NameKind): string[] {
    return [...new Set([...this.definitions([kind])].map(({ name }) => name))];
  }
}

const keyOf = (kind: NameKind, name: string): string => `${kind} ${name}`;

/**
 * Collects the names of a project, and keeps those of each file until the file is read again: an edit in one file
 * looks at that file alone.
 */
export class NameCollector {
  readonly #byFile = new WeakMap<ParsedFile, readonly Occurrence[]>();
  #links = '';

  of(project: Project): Names {
    const queries = groupBy(
      [...project.queries, ...project.dashboardQueries, ...project.grafanaQueries],
      ({ file }) => file,
    );
    // Where a link leads depends on the pages that are there.
    const links = project.pages.map(({ file }) => file.path).join('\n');
    const fresh = links !== this.#links;
    this.#links = links;
    const all = project.files.flatMap((parsed) => {
      const known = fresh ? undefined : this.#byFile.get(parsed);
      const found = known ?? namesInFile(parsed, queries.get(parsed.file) ?? [], project);
      this.#byFile.set(parsed, found);
      return found;
    });
    return new Names(all);
  }
}

function namesInFile(parsed: ParsedFile, queries: readonly Query[], project: Project): Occurrence[] {
  return [
    ...parsed.documents.flatMap((document): Occurrence[] => {
      switch (document.kind) {
        case 'rules':
          return namesInRules(document, project);
        case 'alertmanager':
          return namesInAlertmanager(document);
        case 'notification-templates':
          return namesInTemplates(document);
        case 'markdown':
          return namesInPage(document);
        case 'dashboard':
          return namesInDashboard(document);
        case 'catalogue':
          return namesInCatalogue(document);
        case 'scenarios':
        case 'promtool-test':
        case 'route-tests':
          return namesInTest(document);
        default:
          return [];
      }
    }),
    ...queries.flatMap(namesInQuery),
    ...namesInComments(parsed.file),
  ];
}
