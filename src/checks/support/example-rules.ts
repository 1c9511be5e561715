/** What an example's alert has besides name and expression. */
export interface ExampleAlert {
  readonly name?: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function map(key: string, values: Readonly<Record<string, string>> | undefined): string {
  const lines = Object.entries(values ?? {}).map(([name, value]) => `          ${name}: ${quoted(value)}\n`);
  return lines.length === 0 ? '' : `        ${key}:\n${lines.join('')}`;
}

/** One alert as a list item of `rules:`. */
export function alert(expr: string, extra: ExampleAlert = {}): string {
  const hold = extra.for === undefined ? '' : `        for: ${extra.for}\n`;
  const head = `      - alert: ${extra.name ?? 'ShopBroken'}\n        expr: ${expr}\n`;
  return head + hold + map('labels', extra.labels) + map('annotations', extra.annotations);
}

/** One recording rule as a list item of `rules:`. */
export function record(name: string, expr: string, labels?: Readonly<Record<string, string>>): string {
  return `      - record: ${name}\n        expr: ${expr}\n${map('labels', labels)}`;
}

/** One group as a list item of `groups:`; `head` holds further keys, such as `interval: 1m`. */
export function group(name: string, rules: readonly string[], head?: string): string {
  return `  - name: ${name}\n${head === undefined ? '' : `    ${head}\n`}    rules:\n${rules.join('')}`;
}

/** A rule file with one group of the given rules. */
export function ruleFile(...rules: readonly string[]): string {
  return `groups:\n${group('shop', rules)}`;
}

/** A file of Loki's ruler with one alert. */
export function lokiAlert(expr: string, summary?: string): Record<string, string> {
  const annotations = summary === undefined ? '' : `        annotations: { summary: '${summary}' }\n`;
  return {
    'loki/rules.yml': `groups:
  - name: web
    rules:
      - alert: WebErrors
        expr: '${expr}'
${annotations}`,
  };
}
