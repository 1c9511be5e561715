import type { PromqlQuery, Project } from '../../project/project.ts';
import type { LabelReason } from '../../promql/infer/index.ts';
import type { Place } from '../contract.ts';

/** Where a label was lost or kept, as a related place of a finding. */
export type RelatedPlace = Place & { readonly message: string };

/** Says at its place why series have no such label; through several recording rules, at the place in each. */
export function labelLoss(
  label: string,
  reason: LabelReason | undefined,
  query: PromqlQuery,
  project: Project,
): RelatedPlace[] {
  if (reason === undefined) return [];
  const message = lossText(label, reason);
  const place = reasonPlace(reason, query, project);
  const deeper = reason.kind === 'recorded' && reason.inner.kind === 'recorded' ? reason.inner : undefined;
  return [
    ...(place === undefined ? [] : [{ ...place, message }]),
    ...labelLoss(label, deeper, query, project),
  ];
}

/** Why series have no such label, in a few words. */
export function lossText(label: string, reason: LabelReason): string {
  switch (reason.kind) {
    case 'aggregated':
      return `${reason.op}() without "by" drops "${label}"`;
    case 'by':
      return `"by" does not list "${label}", so it is lost here`;
    case 'without':
      return `"without" drops "${label}" here`;
    case 'on':
      return `the result of "on" has only the listed labels, so "${label}" is lost here`;
    case 'ignoring':
      return `"ignoring" drops "${label}" from the result`;
    case 'include':
      return `"${label}" is copied from the other side here`;
    case 'matcher':
      return `${reason.text} selects series without "${label}"`;
    case 'function':
      if (reason.func.startsWith('absent'))
        return `${reason.func}() returns only the labels that "=" matchers give`;
      return `${reason.func}() returns no label "${label}"`;
    case 'operator':
      return `"${reason.op}" drops "${label}"`;
    case 'catalogue':
      return `the catalogue lists no label "${label}" for "${reason.metric}"`;
    case 'scraped':
      return `"${reason.metric}" is scraped, so its series have "${label}"`;
    case 'rule-label':
      return `the rule that records "${reason.record}" sets "${label}" itself`;
    case 'recorded':
      return `in the rule that records "${reason.record}": ${lossText(label, reason.inner)}`;
  }
}

/** The place that a reason points at; in another rule's file for recorded series. */
export function reasonPlace(reason: LabelReason, query: PromqlQuery, project: Project): Place | undefined {
  switch (reason.kind) {
    case 'catalogue': {
      const metric = project.catalogue.series(reason.metric)?.metric;
      return metric && { file: metric.file, range: metric.range };
    }
    case 'scraped':
      return undefined;
    case 'rule-label': {
      const rule = project.series.recorders(reason.record)[reason.recorder];
      return rule && { file: rule.file, range: rule.name.range };
    }
    case 'recorded': {
      const rule = project.series.recorders(reason.record)[reason.recorder];
      if (rule === undefined) return undefined;
      // Two rules deep or more: the nearest rule is the place to look at.
      const nested = reason.inner.kind === 'recorded' || !('range' in reason.inner);
      const range = nested ? rule.expr.range : rule.expr.rangeOf(reason.inner.range);
      return { file: rule.file, range };
    }
    default:
      return query.place(reason.range);
  }
}
