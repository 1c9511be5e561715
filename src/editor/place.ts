import type { AnyCheck } from '../checks/contract.ts';
import type { Config } from '../config/types.ts';
import type { ParsedFile } from '../documents/types.ts';
import type { Project, Query } from '../project/project.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import { groupBy } from '../util/group-by.ts';
import type { Names } from './names/names.ts';

/** A file that is open in an editor, in its project. */
export interface OpenFile {
  readonly project: Project;
  readonly file: SourceFile;
  readonly names: Names;
  readonly config: Config;
  readonly checks: readonly AnyCheck[];
}

/** The expression around a place, and where in its text that is. */
export interface InExpression {
  readonly query: Query;
  readonly index: number;
}

/** Every query of a file: of rules, pages, dashboards, Grafana's alerts and catalogues of queries. */
export function queriesIn({ project, file }: Pick<OpenFile, 'project' | 'file'>): readonly Query[] {
  return project.once(queriesByFile).get(file) ?? [];
}

const queriesByFile = (project: Project): ReadonlyMap<SourceFile, readonly Query[]> =>
  groupBy([...project.queries, ...project.dashboardQueries, ...project.grafanaQueries], ({ file }) => file);

/** The expression at a place. */
export function expressionAt(open: OpenFile, offset: number): InExpression | undefined {
  for (const query of queriesIn(open)) {
    const index = query.source.indexOf(offset);
    if (index !== undefined) return { query, index };
  }
  return undefined;
}

/** The parts that were read from the file. */
export function parsedOf({ project, file }: Pick<OpenFile, 'project' | 'file'>): ParsedFile | undefined {
  return project.files.find((parsed) => parsed.file === file);
}

/** A place of another file or this one. */
export interface Spot {
  readonly file: SourceFile;
  readonly range: Range;
}
