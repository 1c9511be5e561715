import { posix } from 'node:path';
import type { PrometheusConfigDocument } from '../../documents/prometheus-config.ts';
import type { RuleDocument } from '../../documents/rules/types.ts';
import type { Project } from '../../project/project.ts';
import { matchPath } from '../../util/glob-match.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const LOW = ruleFile(alert('sum(orders) < 1', { name: 'OrdersLow', for: '5m' }));
const GONE = ruleFile(alert('absent(orders)', { name: 'OrdersGone', for: '5m' }));

export default defineCheck({
  meta: {
    id: 'config/rule-files',
    summary: 'rule files that no pattern of prometheus.yml matches, and patterns without a match',
    why: 'Prometheus reports neither: the alerts of such a file do not exist on the server.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Another extension than the pattern',
          files: {
            'prometheus.yml': 'rule_files: [rules/*.yml]\n',
            'rules/low.yml': LOW,
            'rules/gone.yaml': GONE,
          },
          at: ['shop'],
        },
        {
          title: 'A pattern without a match',
          files: { 'prometheus.yml': 'rule_files: [rules/*.yml, rulez/*.yml]\n', 'rules/low.yml': LOW },
          at: ['rulez/*.yml'],
        },
        {
          title: 'Deployed to another folder, where no name can match',
          files: { 'prometheus.yml': 'rule_files: [/etc/prometheus/rules/*.yml]\n', 'rules/gone.yaml': GONE },
          at: ['/etc/prometheus/rules/*.yml'],
        },
        {
          title: 'The only configuration loads no rules',
          files: {
            'prometheus.yml': 'rule_files: []\nscrape_configs: [{ job_name: shop }]\n',
            'rules/gone.yml': GONE,
          },
          at: ['rule_files'],
        },
      ],
      right: [
        {
          files: {
            'prometheus.yml': 'rule_files: ["rules/*.y*ml"]\n',
            'rules/low.yml': LOW,
            'rules/gone.yaml': GONE,
          },
        },
        {
          title: 'Deployed to another folder: the paths are unknown',
          files: { 'prometheus.yml': 'rule_files: [/etc/prometheus/rules/*.yml]\n', 'rules/gone.yml': GONE },
        },
        {
          title: 'Several servers: another one may load them',
          files: {
            'a/prometheus.yml': 'rule_files: []\nscrape_configs: [{ job_name: shop }]\n',
            'b/prometheus.yml':
              'rule_files: ["/etc/prometheus/*.yml"]\nscrape_configs: [{ job_name: shop }]\n',
            'rules/gone.yml': GONE,
          },
        },
        {
          title: 'Rules for another server, in a separate folder',
          files: {
            'prometheus.yml': 'rule_files: [rules/*.yml]\n',
            'rules/low.yml': LOW,
            'other/gone.yaml': GONE,
          },
        },
      ],
    },
  },
  messages: {
    unloaded: (data: { file: string; config: string; patterns: string }) => ({
      message: `no pattern of ${data.config} matches ${data.file}`,
      why: `"rule_files" is ${data.patterns}, which loads its neighbours, but not this file: its rules never run`,
      help: 'rename the file, or add a pattern that matches it',
    }),
    empty: (data: { pattern: string }) => ({
      message: `"${data.pattern}" matches no rule file`,
      why: 'Prometheus starts without an error and loads no rules for this pattern',
      help: 'correct the pattern, which is relative to the configuration file, or remove it',
    }),
    names: (data: { pattern: string; file: string; count: string }) => ({
      message: `"${data.pattern}" matches the name of no rule file of this project; one is ${data.file}`,
      why: `Prometheus starts without an error, and ${data.count} of this project never run`,
      help: 'rename the files, or correct the extension in the pattern',
    }),
    none: (data: { file: string; count: string }) => ({
      message: `this server loads no rule files, but the project has ${data.count}, such as ${data.file}`,
      why: 'rules that no server loads never run',
      help: 'add their path to "rule_files"',
    }),
  },
  create: (context) => ({
    Project(project) {
      if (!project.whole) return;
      const found = nothingLoaded(project);
      if (found !== undefined) {
        const { config, range, pattern, file, rules } = found;
        const data = { file, count: rules === 1 ? 'one rule' : `${rules} rules` };
        if (pattern === undefined) context.report('none', { file: config.file, range }, data);
        else context.report('names', { file: config.file, range }, { ...data, pattern });
        return;
      }
      const loads = project.prometheusConfigs.map((config) => loadsOf(config, project));
      for (const { config, patterns } of loads) {
        if (!patterns.some(({ documents }) => documents.length > 0)) continue;
        for (const { pattern, documents } of patterns)
          if (documents.length === 0 && isRelative(pattern.value))
            context.report('empty', { file: config.file, range: pattern.range }, { pattern: pattern.value });
      }
      const loaded = new Set(loads.flatMap(({ patterns }) => patterns.flatMap(({ documents }) => documents)));
      for (const document of plainRules(project)) {
        if (loaded.has(document)) continue;
        const neighbour = loads.find(({ patterns }) => patterns.some((one) => loadsNeighbour(one, document)));
        const range = document.groups[0]?.name?.range;
        if (neighbour === undefined || range === undefined) continue;
        const patterns = neighbour.config.ruleFiles.map(({ value }) => `"${value}"`).join(', ');
        const data = { file: document.file.path, config: neighbour.config.file.path, patterns };
        context.report('unloaded', { file: document.file, range }, data);
      }
    },
  }),
});

/** The only server of a project, which loads none of its rule files: it names none, or by names that none of them has. */
function nothingLoaded(project: Project) {
  const [config, ...others] = project.prometheusConfigs;
  const documents = plainRules(project).filter(({ groups }) => groups.length > 0);
  const [first] = documents;
  if (config?.ruleFilesRange === undefined || others.length > 0 || first === undefined) return undefined;
  const rules = documents.reduce(
    (sum, { groups }) => sum + groups.reduce((n, group) => n + group.rules.length, 0),
    0,
  );
  const common = { config, file: first.file.path, rules };
  const [pattern] = config.ruleFiles;
  if (pattern === undefined) return { ...common, range: config.ruleFilesRange, pattern: undefined };
  const matchesAny = config.ruleFiles.some(({ value }) => {
    const name = posix.basename(value);
    return (
      isRelative(value) ||
      value.includes('$') ||
      documents.some(({ file }) => matchPath(name, posix.basename(file.path)))
    );
  });
  return matchesAny || !pattern.value.includes('*')
    ? undefined
    : { ...common, range: pattern.range, pattern: pattern.value };
}

interface PatternLoads {
  readonly pattern: PrometheusConfigDocument['ruleFiles'][number];
  readonly documents: readonly RuleDocument[];
}

/** What each pattern of a configuration loads. */
function loadsOf(config: PrometheusConfigDocument, project: Project) {
  const folder = posix.dirname(config.file.path);
  const patterns = config.ruleFiles.map((pattern): PatternLoads => {
    const glob = `./${posix.join(folder, pattern.value)}`;
    const matches = ({ file }: RuleDocument): boolean =>
      isRelative(pattern.value) && matchPath(glob, file.path);
    return { pattern, documents: plainRules(project).filter(matches) };
  });
  return { config, patterns };
}

/** Rule files as Prometheus loads them: not those inside objects, and not Loki's. */
const plainRules = ({ ruleDocuments }: Project): RuleDocument[] =>
  ruleDocuments.filter(({ language, objectKind }) => language === 'promql' && objectKind === undefined);

const isRelative = (pattern: string): boolean => !pattern.startsWith('/') && !pattern.includes('$');

/** Does the pattern load another file of the same folder? */
const loadsNeighbour = ({ documents }: PatternLoads, { file }: RuleDocument): boolean =>
  documents.some((one) => posix.dirname(one.file.path) === posix.dirname(file.path));
