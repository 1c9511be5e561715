import { defineCheck } from '../contract.ts';
import { isTemplated } from '../../analysis/delivery/index.ts';
import { isWebUrl, urlAnnotations } from '../../analysis/policy/index.ts';
import { replaceBetween } from '../../util/between.ts';

const rules = (url: string): string => `groups:
  - name: web
    rules:
      - alert: WebDown
        expr: up{job="web"} == 0
        annotations:
          runbook_url: ${url}
`;

export default defineCheck({
  meta: {
    id: 'links/url-form',
    summary: 'annotations that should contain a URL, but do not',
    why: 'The on-call engineer cannot follow a link that is not a URL.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['promruval annotationIsValidURL'],
    examples: {
      wrong: [{ files: rules('runbooks.example.com/web-down'), at: ['runbooks.example.com/web-down'] }],
      right: [
        { files: rules('https://runbooks.example.com/web-down') },
        { title: 'The deployment sets the host', files: rules("'[[ .RunbookURL ]]#web-down'") },
      ],
    },
  },
  messages: {
    form: (data: { annotation: string; value: string; alert: string }) => ({
      message: `"${data.annotation}" of the alert "${data.alert}" is "${data.value}", which is not an absolute URL`,
      why: 'notifications show a link that does not work',
      help: 'write the full URL, with https://',
    }),
    space: (data: { annotation: string; alert: string }) => ({
      message: `"${data.annotation}" of the alert "${data.alert}" contains white space in the URL`,
      why: 'most programs cut the link at the space',
      help: 'remove the white space; for a block scalar use ">-" or quotes',
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      for (const { name, value, node } of urlAnnotations(rule)) {
        if (hasPlaceholder(value)) continue;
        const data = { annotation: name, value, alert: rule.name.value };
        if (/\s/.test(value.trim()) && !isTemplated(value))
          context.report('space', { file: rule.file, range: node.range }, data);
        else if (!hasUrlForm(value.trim()))
          context.report('form', { file: rule.file, range: node.range }, data);
      }
    },
  }),
});

/** What another template language puts in its place before Prometheus reads the file. */
const hasPlaceholder = (value: string): boolean =>
  value.includes('<%') || isBetween(value, '[[', ']]') || isBetween(value, '${', '}');

function isBetween(value: string, open: string, close: string): boolean {
  const start = value.indexOf(open);
  return start >= 0 && value.includes(close, start + open.length);
}

/** A template may stand for the host or for any part after it. */
function hasUrlForm(value: string): boolean {
  // Grafana opens paths of its apps itself.
  if (value.startsWith('{{') || value.startsWith('/a/')) return true;
  return isWebUrl(replaceBetween(value, ['{{', '}}'], () => 'x'));
}
