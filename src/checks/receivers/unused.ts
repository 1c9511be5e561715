import type { Project } from '../../project/project.ts';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { defineCheck } from '../contract.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { isDeliberatelySilent, routesTo, writtenRoutes } from '../../analysis/delivery/index.ts';

const files = (receiver: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
  routes:
    - matchers: [severity="critical"]
      receiver: ${receiver}
receivers:
  - name: everybody
  - name: pager
`,
});

export default defineCheck({
  meta: {
    id: 'receivers/unused',
    summary: 'receivers that no route uses',
    why: 'The receiver is configured, but nothing is ever sent to it.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['amlint unused-receiver'],
    examples: {
      wrong: [{ files: files('everybody'), at: ['pager'] }],
      right: [{ files: files('pager') }],
    },
  },
  messages: {
    unused: (data: { name: string; similar: string; channels: string }) => ({
      message: `no route uses the receiver "${data.name}"`,
      why: `nothing is ever sent to it${data.channels}`,
      help: `add a route with "receiver: ${data.name}", or remove the receiver${data.similar}`,
    }),
  },
  create: (context) => ({
    Receiver(receiver, document) {
      const { file, tree } = document;
      if (tree === undefined) return;
      const { name, integrations } = receiver;
      if (routesTo(document, receiver, context.project).length > 0) return;
      const kinds = [...new Set(integrations.map(({ kind }) => kind))].join(', ');
      // A receiver of nobody, kept at hand.
      if (kinds === '' && isDeliberatelySilent(name.value)) return;
      const data = {
        // Without the prefix that the operator adds.
        name: name.node.text,
        similar: didYouMeanText(name.value, context.project.once(undefinedReceivers, document)),
        channels: kinds === '' ? '' : `: its ${kinds} sends nothing`,
      };
      context.report('unused', { file, range: name.range }, data);
    },
  }),
});

/** The receivers that routes name and the configuration lacks. */
function undefinedReceivers(_: Project, document: AlertmanagerDocument): readonly string[] {
  const defined = new Set(document.config.receivers.map(({ name }) => name.value));
  const used = writtenRoutes(document).map(({ route }) => route.settings.receiver);
  return used.filter((name) => !defined.has(name));
}
