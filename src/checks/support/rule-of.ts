import type { AlertingRule, RecordingRule, Rule } from '../../documents/rules/types.ts';
import type { PromqlQuery } from '../../project/project.ts';

/** The rule that an expression belongs to; undefined for those of runbooks and catalogues. */
export function ruleOf(query: PromqlQuery): Rule | undefined {
  return query.owner.kind === 'rule' ? query.owner.rule : undefined;
}

/** The alert that an expression belongs to. */
export function alertOf(query: PromqlQuery): AlertingRule | undefined {
  const rule = ruleOf(query);
  return rule?.kind === 'alert' ? rule : undefined;
}

/** The recording rule that an expression belongs to. */
export function recordOf(query: PromqlQuery): RecordingRule | undefined {
  const rule = ruleOf(query);
  return rule?.kind === 'record' ? rule : undefined;
}
