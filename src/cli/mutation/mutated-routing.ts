import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { readDocuments } from '../../documents/read.ts';
import type { Project } from '../../project/project.ts';
import { SourceFile } from '../../source/source-file.ts';
import type { RoutingConfig } from '../../testing/index.ts';
import type { Mutant, MutationRunOptions } from '../../testing/mutation/index.ts';
import type { TestUnit } from '../../testing/mutation/index.ts';
import { configOf } from '../routing-choice.ts';

/** Reads Alertmanager configurations with the change of a mutant, for those that tests are judged by. */
export function mutatedRouting(
  project: Project,
  units: readonly TestUnit[],
  cwd: string,
): MutationRunOptions['routingOf'] {
  const used = new Map(
    units.flatMap(({ routing }) => (routing?.config === undefined ? [] : [[routing.config, routing]])),
  );
  return (mutant) => {
    const documents = project.alertmanagers.filter(({ file }) => file === mutant.file);
    for (const [position, { config, issues }] of documents.entries()) {
      const of = used.get(config);
      if (of === undefined) continue;
      const document = readAgain(mutant, project)[position];
      if (document?.tree === undefined || errors(document.issues) > errors(issues)) return undefined;
      return { of, to: withPlace(configOf(document, cwd), of) };
    }
    return undefined;
  };
}

function readAgain({ file, range, replacement }: Mutant, project: Project): AlertmanagerDocument[] {
  const text = file.text.slice(0, range.start) + replacement + file.text.slice(range.end);
  const changed = new SourceFile(file.path, text, file.base);
  const { alertmanager } = project.settings;
  const { documents } = readDocuments(changed, { named: true, alertmanager });
  return documents.filter((document) => document.kind === 'alertmanager');
}

const errors = (issues: AlertmanagerDocument['issues']): number =>
  issues.filter(({ level }) => level === 'error').length;

const withPlace = (to: RoutingConfig, { path }: RoutingConfig): RoutingConfig => ({ ...to, path });
