import { newerAlertmanager } from '../../config/newer-releases.ts';
import { posix } from 'node:path';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { lostHow } from '../../documents/alertmanager/lost-how.ts';
import { alertmanagerFunctions } from '../../template/alertmanager/functions.ts';
import { analyzeNotificationTemplate } from '../../template/analysis.ts';
import type { AnalysisError } from '../../template/analysis.ts';
import { atLeast } from '../../template/functions.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { shortList } from '../support/list.ts';
import { loadWithDefaults } from '../../template/alertmanager/defaults.ts';
import { configTemplates } from '../../analysis/delivery/index.ts';
import { concernsAlertsOf } from '../support/receiver-alerts.ts';

const config = (text: string, templates = "'*.tmpl'"): string => `route:
  receiver: everybody
receivers:
  - name: everybody
    slack_configs:
      - api_url_file: /etc/alertmanager/slack
        channel: '#alerts'
        title: '${text}'
templates: [${templates}]
`;
const TEMPLATES = '{{ define "shop.title" }}{{ .CommonLabels.alertname }}{{ end }}\n';
const files = (text: string): Record<string, string> => ({
  'alertmanager.yml': config(text),
  'shop.tmpl': TEMPLATES,
});

export default defineCheck({
  meta: {
    id: 'receivers/template',
    summary: 'receiver templates and template files that fail',
    why: 'Alertmanager renders them when it sends: it logs an error, and nobody is notified.',
    severity: 'error',
    preset: 'recommended',
    peers: ['amlint template-file-missing'],
    examples: {
      wrong: [
        {
          title: 'Does not parse',
          files: files('{{ .CommonLabels.alertname }'),
          at: ['}'],
        },
        { title: 'No such template', files: files('{{ template "shop.titel" . }}'), at: ['shop.titel'] },
        { title: 'No such function', files: files('{{ .Status | upper }}'), at: ['upper'] },
        { title: 'No such field', files: files('{{ .Labels.alertname }}'), at: ['Labels'] },
        {
          title: 'A template file that does not parse',
          files: { 'alertmanager.yml': config('Shop'), 'shop.tmpl': '{{ define "shop.title" }}{{ .Status }' },
          at: ['}'],
        },
        {
          title: 'No template files found',
          files: { 'alertmanager.yml': config('Shop', "'templates/*.tmpl'") },
          at: ["'templates/*.tmpl'"],
        },
      ],
      right: [
        { files: files('{{ template "shop.title" . }}') },
        {
          title: 'A default template of Alertmanager',
          files: files('{{ template "slack.default.title" . }}'),
        },
        { title: 'Rendered by Helm first', files: files('{{ .Values.title }}') },
        {
          title: 'Template files outside the repository',
          files: {
            'alertmanager.yml': config('{{ template "other" . }}', "'/etc/alertmanager/other/*.tmpl'"),
          },
        },
      ],
    },
  },
  messages: {
    parse: (data: {
      field: string;
      receiver: string;
      error: string;
      similar: string;
      lost: string;
      alerts: string;
    }) => ({
      message: `the template "${data.field}" of the receiver "${data.receiver}" does not parse: ${data.error}${data.similar}`,
      why: `it fails when Alertmanager sends: ${data.lost}${data.alerts}`,
      help: 'correct the template; "rulecheck explain receivers/template" shows examples',
    }),
    newerInFile: (data: { name: string; since: string; version: string; config: string }) => ({
      message: `the function "${data.name}" needs Alertmanager ${data.since}, but this configuration is for ${data.version}`,
      why: `Alertmanager does not start with "${data.config}", which loads this file`,
      help: 'remove it until you update Alertmanager, or set "alertmanager.version" in rulecheck.yaml to the version that runs',
    }),
    file: (data: { error: string; config: string }) => ({
      message: `this template file does not parse: ${data.error}`,
      why: `Alertmanager does not start with "${data.config}", which loads it`,
      help: 'correct the template',
    }),
    undefined: (data: {
      name: string;
      similar: string;
      known: readonly string[];
      lost: string;
      alerts: string;
    }) => ({
      message: `the template "${data.name}" does not exist${data.similar}`,
      why: `it fails when Alertmanager sends: ${data.lost}${data.alerts}`,
      help:
        data.known.length === 0
          ? 'define it in a file below "templates"; without one only the default templates of Alertmanager exist'
          : `the template files define ${shortList(data.known)}`,
    }),
    field: (data: { name: string; similar: string; known: string; lost: string; alerts: string }) => ({
      message: `the data of a notification has no "${data.name}"${data.similar}`,
      why: `the template fails when it is rendered: ${data.lost}${data.alerts}`,
      help: `use one of ${data.known}; the labels of one alert are inside {{ range .Alerts }}`,
    }),
    newer: (data: { name: string; since: string; version: string; lost: string; alerts: string }) => ({
      message: `the function "${data.name}" needs Alertmanager ${data.since}, but this configuration is for ${data.version}`,
      why: `it fails when Alertmanager sends: ${data.lost}${data.alerts}`,
      help: 'remove it until you update Alertmanager, or set "alertmanager.version" in rulecheck.yaml to the version that runs',
    }),
    alone: (data: { error: string }) => ({
      message: `this template file does not parse: ${data.error}`,
      why: 'Alertmanager does not start with a configuration that loads it',
      help: 'correct the template',
    }),
    misplaced: (data: { pattern: string; file: string }) => ({
      message: `the pattern "${data.pattern}" matches no template file; "${data.file}" is in another folder`,
      why: 'Alertmanager starts without the file, and every notification that uses one of its templates fails',
      help: 'correct the folder in the pattern, which is relative to the configuration',
    }),
    lost: (data: { pattern: string }) => ({
      message: `no template file matches "${data.pattern}"`,
      why: 'Alertmanager starts without these templates, and every text that uses one of them fails',
      help: 'correct the path, which is relative to the configuration',
    }),
  },
  create: (context) => ({
    Project(project) {
      // A file that was named alone, by a hook or an editor: what loads it is not known, its syntax is.
      const isFolder = project.whole && project.isReportedWhole && project.files.length > 1;
      if (isFolder || project.alertmanagers.length > 0) return;
      for (const { file, part } of project.templates) {
        if (part !== undefined) continue;
        const { errors } = loadWithDefaults(
          [{ name: posix.basename(file.path), text: file.text }],
          undefined,
        );
        for (const { range, message: error, code } of errors)
          if (code !== 'undefined-function') context.report('alone', { file, range }, { error });
      }
    },
    Alertmanager(document) {
      const { file } = document;
      const templates = configTemplates(document, context.project);
      for (const { pattern, file: other } of templates.misplaced)
        context.report('misplaced', { file, range: pattern.range }, { pattern: pattern.value, file: other });
      for (const { range, value: pattern } of templates.lost)
        context.report('lost', { file, range }, { pattern });
      for (const source of templates.files) {
        const error = templates.library.errors.find((one) => posix.basename(source.path) === one.file);
        if (error === undefined) continue;
        const place = { file: source.file, range: source.place(error.range) };
        const { version } = document.config;
        const since = error.code === 'undefined-function' ? sinceVersion(error.name) : undefined;
        if (error.name === undefined || since === undefined)
          context.report('file', place, { error: error.message, config: file.path });
        else context.report('newerInFile', place, { name: error.name, since, version, config: file.path });
      }
    },
    NotificationText(field, document) {
      const { file } = document;
      const templates = configTemplates(document, context.project);
      const analysis = analyzeNotificationTemplate(field.text, templates.library.trees);
      const { version } = document.config;
      const lost = lostHow(field.integration.kind, version, field.path);
      const alerts = (): string => concernsAlertsOf(field.receiver, document, context.project);
      for (const error of analysis.errors) {
        const range = field.place(error.range);
        if (isTold(document, range.start)) continue;
        const data = {
          field: field.path,
          receiver: field.receiver.name.value,
          error: error.message,
          similar: suggestion(error),
          lost,
          alerts: alerts(),
        };
        const newer =
          error.code === 'undefined-function' ? newerAlertmanager(context.project.settings) : undefined;
        context.report('parse', { file, range }, data, newer === undefined ? {} : { severity: 'warning' });
      }
      if (analysis.errors.length > 0) return;
      for (const { name, range, since } of analysis.functions) {
        if (since === undefined || atLeast(version, since)) continue;
        const place = { file, range: field.place(range) };
        if (isTold(document, place.range.start)) continue;
        context.report('newer', place, { name, since, version, lost, alerts: alerts() });
      }
      for (const { name, range, defined } of analysis.templates) {
        // A broken file hides what it defines.
        if (defined || !templates.complete || templates.library.errors.length > 0) continue;
        const similar = didYouMeanText(name, templates.library.trees.keys());
        const known = [...templates.library.trees.keys()].filter((each) => isOwn(each, templates.files));
        context.report(
          'undefined',
          { file, range: field.place(range) },
          { name, similar, known, lost, alerts: alerts() },
        );
      }
      for (const { name, range, known } of analysis.unknownFields) {
        if (OF_HELM.has(name)) continue;
        const data = {
          name,
          similar: didYouMeanText(name, known),
          known: known.join(', '),
          lost,
          alerts: alerts(),
        };
        context.report('field', { file, range: field.place(range) }, data);
      }
    },
  }),
});

/** The first version with a function of Alertmanager's templates; undefined: no version has it, or all. */
function sinceVersion(name: string | undefined): string | undefined {
  return name === undefined ? undefined : alertmanagerFunctions().get(name)?.since;
}

/** Helm's own data: the text is rendered before Alertmanager reads it. */
const OF_HELM: ReadonlySet<string> = new Set(['Values', 'Release', 'Chart', 'Capabilities']);

/** Defined in the project's files, not by Alertmanager. */
function isOwn(name: string, files: readonly { readonly text: string }[]): boolean {
  return files.some(({ text }) => text.includes(`"${name}"`) || text.includes(`\`${name}\``));
}

/** Alertmanager refuses the configuration for it, which is reported already. */
function isTold({ issues }: AlertmanagerDocument, at: number): boolean {
  return issues.some(({ code, range }) => code === 'bad-template' && range.start <= at && at <= range.end);
}

function suggestion(error: AnalysisError): string {
  return error.suggestion === undefined ? '' : `; did you mean "${error.suggestion}"?`;
}
