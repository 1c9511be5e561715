import { parseMailAddresses } from '../../documents/alertmanager/mail-address.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { defineCheck } from '../contract.ts';
import { theAlerts } from '../support/alert-names.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { inheritedSetting } from '../support/inherited-setting.ts';
import { fieldOf, sentTexts } from '../../analysis/delivery/index.ts';
import { isStandIn } from '../support/stand-in.ts';

const files = (to: string, from = 'alertmanager@example.com'): Record<string, string> => ({
  'alertmanager.yml': `global:
  smtp_smarthost: mail.example.com:587
  smtp_from: ${from}
route:
  receiver: everybody
receivers:
  - name: everybody
    email_configs:
      - to: '${to}'
`,
  'prometheus.yml': 'rule_files: [rules.yml]\n',
  'rules.yml': ruleFile(alert('sum(up{job="shop"}) == 0', { name: 'ShopDown', labels: { team: 'shop' } })),
});

export default defineCheck({
  meta: {
    id: 'receivers/mail-address',
    summary: 'recipients and senders of e-mails that are not addresses',
    why: 'The configuration loads, but every e-mail fails before it is sent, without a retry.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A semicolon, which many mail programs accept',
          files: files('a@example.com; b@example.com'),
          at: ["'a@example.com; b@example.com'"],
        },
        { title: 'Not an address', files: files('team-shop'), at: ["'team-shop'"] },
        {
          title: 'A label that the alert does not have',
          files: files('{{ .CommonLabels.owner }}@example.com'),
          at: ["'{{ .CommonLabels.owner }}@example.com'"],
        },
        { title: 'The sender', files: files('a@example.com', 'alertmanager'), at: ['alertmanager'] },
      ],
      right: [
        { files: files('Shop <a@example.com>, b@example.com') },
        { files: files('{{ .CommonLabels.team }}@example.com') },
        { title: 'Substituted at deployment', files: files('${MAIL_TO}', 'MAIL_FROM') },
        { title: 'A sender with a name', files: files('a@b.c', 'Shop <a@b.c>') },
      ],
    },
  },
  messages: {
    to: (data: { text: string; reason: string; receiver: string; names: readonly string[] }) => ({
      message: `"to" is ${JSON.stringify(data.text)}${data.names.length === 0 ? '' : ` for ${theAlerts(data.names)}`}, which is not a list of addresses: ${data.reason}`,
      why: `every such e-mail of the receiver "${data.receiver}" fails before it is sent`,
      help: 'separate the addresses with commas: a@example.com, b@example.com',
    }),
    from: (data: { text: string; reason: string }) => ({
      message: `the sender is ${JSON.stringify(data.text)}, which is not an address: ${data.reason}`,
      why: 'every e-mail fails before it is sent',
      help: 'write one address: alertmanager@example.com',
    }),
  },
  create: (context) => {
    const told = new Set<YamlNode>();
    return {
      Integration(integration, { receiver, document, file }) {
        if (integration.kind !== 'email') return;
        const to = fieldOf(integration, 'to', document);
        // Without any "to" the configuration is refused.
        if (to !== undefined && to.text !== '') {
          for (const { text, names } of sentTexts(to, document, receiver, context.project)) {
            const parsed = parseMailAddresses(text);
            if (parsed.ok || isStandIn(text)) continue;
            const data = { text, names, reason: parsed.reason, receiver: receiver.name.value };
            context.report('to', { file, range: to.range }, data);
          }
        }
        const from = inheritedSetting(document, integration, 'from', 'smtp_from');
        if (from?.kind !== 'scalar' || from.text.includes('{{') || told.has(from)) return;
        const reason = senderFault(from.text);
        if (reason === undefined) return;
        told.add(from);
        context.report('from', { file, range: from.range }, { text: from.text, reason });
      },
    };
  },
});

function senderFault(text: string): string | undefined {
  if (isStandIn(text)) return undefined;
  const parsed = parseMailAddresses(text);
  if (!parsed.ok) return parsed.reason;
  return parsed.count === 1 ? undefined : 'it has several addresses';
}
