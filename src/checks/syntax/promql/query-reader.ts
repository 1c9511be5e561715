import type { Query } from '../../../project/project.ts';

/**
 * What becomes of a query that its server refuses, where it is one of a dashboard or of Grafana's alerts; undefined: it is
 * neither.
 */
export function dashboardEffect({ owner }: Query): string | undefined {
  if (owner.kind === 'grafana')
    return 'the server refuses the query: the rule fails at every evaluation, and does what "execErrState" says';
  if (owner.kind !== 'dashboard') return undefined;
  switch (owner.part.kind) {
    case 'panel':
      return 'the server rejects the query: the panel shows an error instead of data';
    case 'variable':
      return 'the server rejects the query: the variable has no values, and the panels that use it are empty';
    case 'annotation':
      return 'the server rejects the query: the panels have no annotations';
  }
}
