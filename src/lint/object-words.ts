import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { AlertmanagerDocument } from '../documents/alertmanager-document.ts';
import type { Project } from '../project/project.ts';
import type { SourceFile } from '../source/source-file.ts';

type Worded = Pick<Diagnostic, 'file' | 'range' | 'message' | 'why' | 'help'>;

/** Keys of Alertmanager's configuration that an AlertmanagerConfig has under another name. */
const KEYS: Readonly<Record<string, string | undefined>> = {
  group_by: 'groupBy',
  group_wait: 'groupWait',
  group_interval: 'groupInterval',
  repeat_interval: 'repeatInterval',
  mute_time_intervals: 'muteTimeIntervals',
  active_time_intervals: 'activeTimeIntervals',
  inhibit_rules: 'inhibitRules',
  source_matchers: 'sourceMatch',
  target_matchers: 'targetMatch',
  send_resolved: 'sendResolved',
};

/** The text where a wrong key is quoted keeps its spelling. */
const WORDS =
  /(?<!no (?:key|field) ")\b(?:group_(?:by|wait|interval)|repeat_interval|(?:mute|active)_time_intervals|inhibit_rules|(?:source|target)_matchers|send_resolved|[a-z]+_configs)\b/g;

/** A finding inside of an AlertmanagerConfig object names its fields as that object does: `repeatInterval`. */
export function inObject<D extends Worded>(project: Project, finding: D): D {
  const objects = project.once(objectsByFile).get(finding.file);
  const { start } = finding.range;
  const object = objects?.find(({ range }) => range.start <= start && start <= range.end);
  if (object === undefined) return finding;
  const { message, why, help } = finding;
  // The operator puts the object's own key in front of the names that it defines.
  const { objectKey } = object;
  const own = (text: string): string =>
    objectKey === undefined ? asFields(text) : asFields(text).replaceAll(`${objectKey}/`, '');
  return {
    ...finding,
    message: own(message),
    ...(why === undefined ? {} : { why: own(why) }),
    ...(help === undefined ? {} : { help: own(help) }),
  };
}

function asFields(text: string): string {
  return text.replace(WORDS, (word) => KEYS[word] ?? word.replace(/_configs$/, 'Configs'));
}

/** The VictoriaMetrics operator keeps the names of Alertmanager. */
function objectsByFile(project: Project): ReadonlyMap<SourceFile, readonly AlertmanagerDocument[]> {
  const byFile = new Map<SourceFile, AlertmanagerDocument[]>();
  for (const document of project.alertmanagers) {
    if (document.origin !== 'object' || document.isVictoria === true) continue;
    byFile.set(document.file, [...(byFile.get(document.file) ?? []), document]);
  }
  return byFile;
}
