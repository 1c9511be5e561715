import { accepts } from '../../analysis/expression/index.ts';
import type { PrometheusConfigDocument } from '../../documents/prometheus-config.ts';
import { selectedName } from '../../project/series-graph.ts';
import { serversLoading } from '../../project/same-server.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { append } from '../../util/append.ts';

const prometheus = (job: string, head = 'rule_files: [rules.yml]'): string => `${head}
scrape_configs:
  - job_name: ${job}
    static_configs: [{ targets: ['a:80'] }]
`;
const project = (expr: string, config = prometheus('shop-api')): Record<string, string> => ({
  'prometheus.yml': config,
  'rules.yml': ruleFile(alert(`'${expr}'`)),
});

export default defineCheck({
  meta: {
    id: 'config/unknown-job',
    summary: 'selectors of a job that no scrape configuration of the server defines',
    why: 'The selector matches no series: the alert never fires, or absent() always fires.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: project('up{job="shop"} == 0'), at: ['job="shop"'] },
        {
          title: 'No job of the alternatives exists',
          files: project('up{job=~"shop|cart"} == 0'),
          at: ['job=~"shop|cart"'],
        },
      ],
      right: [
        { files: project('up{job="shop-api"} == 0') },
        { title: 'One job of the alternatives exists', files: project('up{job=~"shop.*|cart"} == 0') },
        {
          title: 'The server loads other rules',
          files: project('up{job="shop"} == 0', prometheus('shop-api', 'rule_files: [other.yml]')),
        },
        {
          title: 'The scraped page sets its own job',
          files: project('up{job="shop"} == 0', `${prometheus('gateway')}    honor_labels: true\n`),
        },
        {
          title: 'Relabelling sets the job',
          files: project(
            'up{job="shop"} == 0',
            `${prometheus('pods')}    relabel_configs: [{ source_labels: [app], target_label: job }]\n`,
          ),
        },
        {
          title: 'A recorded series',
          files: {
            'prometheus.yml': prometheus('shop-api'),
            'rules.yml': ruleFile(
              record('all:up:sum', 'sum(up)', { job: 'all' }),
              alert(`'all:up:sum{job="all"} < 1'`),
            ),
          },
        },
      ],
    },
  },
  messages: {
    unknown: (data: { matcher: string; similar: string; config: string; jobs: string }) => ({
      message: `no scrape configuration of ${data.config} defines ${data.matcher}${data.similar}`,
      why: 'unless another server sends these series, the selector matches none and the alert never fires',
      help: `use one of the jobs ${data.jobs}`,
    }),
  },
  create: (context) => ({
    VectorSelector(node, query) {
      if (query.owner.kind !== 'rule') return;
      const matchers = node.matchers.filter(({ name, op }) => name === 'job' && (op === '=' || op === '=~'));
      if (matchers.length === 0) return;
      const name = selectedName(node);
      if (name === undefined || name.includes(':') || name.startsWith('ALERTS')) return;
      if (context.project.series.recorders(name).length > 0) return;
      const servers = serversLoading(query.file.path, context.project.prometheusConfigs);
      const jobs = jobsOf(servers);
      if (jobs === undefined) return;
      for (const matcher of matchers) {
        if (matcher.value === '' || jobs.some((job) => accepts(matcher, job))) continue;
        const shown = [...new Set(jobs)];
        context.report('unknown', query.place(matcher), {
          matcher: `${matcher.name}${matcher.op}"${matcher.value}"`,
          similar: didYouMeanText(matcher.value, shown),
          config: servers.map(({ file }) => file.path).join(' and '),
          jobs: shown.length > 8 ? `${shown.slice(0, 8).join(', ')}, ...` : shown.join(', '),
        });
      }
    },
  }),
});

/** The jobs that some servers can have; undefined: there is no server, or one can have any. */
function jobsOf(servers: readonly PrometheusConfigDocument[]): readonly string[] | undefined {
  if (servers.length === 0) return undefined;
  const all: string[] = [];
  for (const { scrapedJobs } of servers) {
    if (scrapedJobs === undefined || scrapedJobs.length === 0) return undefined;
    append(all, scrapedJobs);
  }
  return all;
}
