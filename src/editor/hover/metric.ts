import type { Project } from '../../project/project.ts';
import { knownMetric } from '../../promql/knowledge/index.ts';
import { plural } from '../../util/plural.ts';
import { code, codeBlock, cut, paragraphs, plainText } from './markdown.ts';

/** What the project knows of a series by its name: who records it, what the catalogue says, or what everybody knows. */
export function metricText(name: string, project: Project): string | undefined {
  const recorders = project.series.recorders(name);
  if (recorders.length > 0) {
    const [first] = recorders;
    const { file, expr, group } = first!;
    const { line } = file.position(first!.name.range.start);
    const more = recorders.length > 1 ? `, and by ${plural(recorders.length - 1, 'more rule')}` : '';
    return paragraphs(
      `**${plainText(name)}** is recorded in ${code(`${file.path}:${line}`)}${more}`,
      codeBlock(cut(expr.text.trim(), 1_500), group.document.language),
    );
  }
  const series = project.catalogue.series(name);
  if (series !== undefined) {
    const { metric, type, part, labels } = series;
    const unit = metric.unit === undefined ? '' : `, in ${metric.unit}`;
    const of = part === 'value' ? '' : ` (${part} of the ${metric.type} ${code(metric.name)})`;
    const listed = [...labels.values()].map((label) =>
      label.values === undefined
        ? code(label.name)
        : `${code(label.name)} (${label.values.slice(0, 8).map(code).join(', ')}${label.values.length > 8 ? ', …' : ''})`,
    );
    return paragraphs(
      `**${plainText(name)}** is a ${type}${unit}${of}`,
      metric.help === undefined ? '' : plainText(metric.help),
      listed.length === 0 ? '' : `labels: ${listed.join(', ')}`,
      `catalogue: ${code(`${metric.file.path}:${metric.file.position(metric.range.start).line}`)}`,
    );
  }
  const known = knownMetric(name);
  if (known === undefined) return undefined;
  const values = known.values === undefined ? '' : `, from ${known.values[0]} to ${known.values[1]}`;
  return `**${plainText(name)}** is a ${known.type}${values}`;
}
