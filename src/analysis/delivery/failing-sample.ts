import type { TemplatedField } from '../../documents/alertmanager/templated-fields.ts';
import type { RenderError, Rendering } from '../../template/alertmanager/render.ts';
import { wordsOf } from './notification-samples.ts';
import type { SampleNotification } from './notification-samples.ts';
import type { ConfigTemplates } from './notification-templates.ts';

type SampleLabels = Pick<SampleNotification, 'labels' | 'annotations' | 'groupLabels'>;

/**
 * The failure of a text whatever labels and annotations the alert has; undefined: it succeeds for some, or what fails may
 * be defined where the project does not see it.
 *
 * @param render what a text becomes for an alert with these labels
 */
export function certainFailure(
  { text }: Pick<TemplatedField, 'text'>,
  templates: ConfigTemplates,
  render: (values: SampleLabels) => Rendering,
): RenderError | undefined {
  let failure: RenderError | undefined;
  for (const values of samplePairs(() => wordsOf(text, templates))) {
    const rendering = render(values);
    if (!('error' in rendering) || !isProof(rendering.error, templates)) return undefined;
    failure = rendering.error;
  }
  return failure;
}

/** Names without a definition here may be defined elsewhere; our own limits are not faults, except for endless nesting. */
function isProof({ code, file }: RenderError, { complete }: ConfigTemplates): boolean {
  if (code === 'limit-steps' || code === 'limit-output' || code === 'limit-text') return false;
  // In the field itself, receivers/template reports it.
  return (code !== 'undefined-template' && code !== 'empty-template') || (complete && file !== '');
}

/** No labels but the name; all that the text could ask for, with this text and that. */
function* samplePairs(wordsOfAll: () => ReadonlySet<string>): Iterable<SampleLabels> {
  for (const value of [undefined, 'https://example.com/a?b=1', '7']) {
    // Nearly every text passes without any of them.
    const words = value === undefined ? [] : [...wordsOfAll()];
    const pairs = Object.fromEntries(words.map((word) => [word, value!]));
    const labels = { ...pairs, alertname: 'Down' };
    yield { labels, annotations: pairs, groupLabels: labels };
  }
}
