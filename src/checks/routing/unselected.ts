import { showSelector } from '../../documents/alertmanager/selector.ts';
import { isSelected } from '../../analysis/delivery/index.ts';
import { defineCheck } from '../contract.ts';

const object = (labels: string): string => `apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: shop, namespace: shop${labels} }
spec:
  route: { receiver: chat }
  receivers:
    - name: chat
      webhookConfigs: [{ url: 'http://hook.example/' }]
`;
const alertmanager = (spec: string): string => `apiVersion: monitoring.coreos.com/v1
kind: Alertmanager
metadata: { name: main, namespace: monitoring }
spec:
  replicas: 3
${spec}`;
const ANYWHERE = '  alertmanagerConfigNamespaceSelector: {}\n';

export default defineCheck({
  meta: {
    id: 'routing/unselected',
    summary: 'AlertmanagerConfig objects that no Alertmanager of the project selects',
    why: 'The operator silently ignores an object that no selector matches: its receivers are never notified.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Other labels',
          files: {
            'shop.yaml': object(', labels: { team: shop }'),
            'main.yaml': alertmanager(
              `${ANYWHERE}  alertmanagerConfigSelector: { matchLabels: { alertmanagerConfig: main } }\n`,
            ),
          },
          at: ['AlertmanagerConfig'],
        },
        {
          title: 'Another namespace',
          files: {
            'shop.yaml': object(''),
            'main.yaml': alertmanager('  alertmanagerConfigSelector: {}\n'),
          },
          at: ['AlertmanagerConfig'],
        },
        {
          title: 'No selector',
          files: { 'shop.yaml': object(''), 'main.yaml': alertmanager(ANYWHERE) },
          at: ['AlertmanagerConfig'],
        },
      ],
      right: [
        {
          files: {
            'shop.yaml': object(', labels: { alertmanagerConfig: main }'),
            'main.yaml': alertmanager(
              `${ANYWHERE}  alertmanagerConfigSelector: { matchLabels: { alertmanagerConfig: main } }\n`,
            ),
          },
        },
        { title: 'The Alertmanager is unknown', files: { 'shop.yaml': object('') } },
        {
          title: 'The base is selected by its name',
          files: {
            'shop.yaml': object('').replace('namespace: shop', 'namespace: monitoring'),
            'main.yaml': alertmanager('  alertmanagerConfiguration: { name: shop }\n'),
          },
        },
        {
          title: 'A patch adds the selector',
          files: {
            'shop.yaml': object(''),
            'main.yaml': alertmanager(''),
            'kustomization.yaml': `patches:
  - patch: |
      apiVersion: monitoring.coreos.com/v1
      kind: Alertmanager
      metadata: { name: main }
      spec:
        alertmanagerConfigNamespaceSelector: {}
        alertmanagerConfigSelector: {}
`,
          },
        },
      ],
    },
  },
  messages: {
    labels: (data: { name: string; selector: string }) => ({
      message: `no Alertmanager selects the object "${data.name}": its labels do not match ${data.selector}`,
      why: 'the operator silently ignores it, unless a tool adds labels at deployment',
      help: `add the labels below "metadata", or change alertmanagerConfigSelector of the Alertmanager`,
    }),
    namespace: (data: { name: string; namespace: string }) => ({
      message: `no Alertmanager selects the object "${data.name}": without alertmanagerConfigNamespaceSelector it selects only objects of ${data.namespace}`,
      why: 'the operator silently ignores it',
      help: 'set alertmanagerConfigNamespaceSelector of the Alertmanager ({} for all namespaces), or move the object',
    }),
    nothing: (data: { name: string }) => ({
      message: `no Alertmanager selects the object "${data.name}": the Alertmanager of this project has no alertmanagerConfigSelector`,
      why: 'without it the operator ignores all AlertmanagerConfig objects',
      help: 'set alertmanagerConfigSelector of the Alertmanager ({} for all objects)',
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { alertmanager } = context.project.settings;
      const { selection } = alertmanager;
      const { objectKey: name, isVictoria, kindRange: range, file } = document;
      if (selection === undefined || name === undefined || isVictoria === true || range === undefined) return;
      if (isSelected(document, alertmanager)) return;
      const place = { file, range };
      const { selector, namespace } = selection;
      if (selector === 'nothing') context.report('nothing', place, { name });
      else if (isSelected(document, { selection: { selector } }) && namespace !== undefined)
        context.report('namespace', place, { name, namespace: `its namespace "${namespace}"` });
      else context.report('labels', place, { name, selector: showSelector(selector) });
    },
  }),
});
