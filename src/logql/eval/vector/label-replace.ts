import type { LabelReplace } from '../../syntax/ast.ts';
import { tryCompile } from '../../syntax/regexp.ts';
import { replaceAll } from '../../../template/go/regexp.ts';
import { dropLabels, labelsOf, labelValue } from '../labels.ts';
import type { VectorSample } from './sample.ts';

/** label_replace over the series of one instant; series whose label does not match stay as they are. */
export function compileLabelReplace({
  dst,
  replacement,
  src,
  regex,
}: LabelReplace): (vector: readonly VectorSample[]) => VectorSample[] {
  const compiled = tryCompile(`^(?:${regex.value})$`);
  const gone = new Set([dst.value]);
  return (vector) =>
    vector.map((sample) => {
      const value = labelValue(sample.labels, src.value);
      if (typeof compiled === 'string' || !compiled.matches(value)) return sample;
      const text = replaceAll(compiled, value, replacement.value);
      const rest = dropLabels(sample.labels, gone).filter(([, own]) => own !== '');
      return { labels: text === '' ? rest : labelsOf([...rest, [dst.value, text]]), value: sample.value };
    });
}
