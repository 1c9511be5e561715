/** A configuration that sends everything by e-mail. @param global more lines of `global`, indented */
export function mailConfig(global: string): Record<string, string> {
  return {
    'alertmanager.yml': `global:
  smtp_smarthost: mail.example.com:587
  smtp_from: alerts@example.com
${global}
route:
  receiver: everybody
receivers:
  - name: everybody
    email_configs:
      - to: team@example.com
`,
  };
}
