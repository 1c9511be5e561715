// `npm run new:check group/name`: writes the file of a new check.
import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const id = process.argv[2] ?? '';
if (!/^[a-z]+\/[a-z]+(?:-[a-z]+)*$/.test(id)) {
  console.error('usage: npm run new:check group/name (lower case, words joined by "-")');
  process.exit(2);
}
const path = `src/checks/${id}.ts`;
const exists = await access(path).then(
  () => true,
  () => false,
);
if (exists) {
  console.error(`${path} exists already`);
  process.exit(2);
}
const template = `import { defineCheck } from '../contract.ts';

const rules = (expr: string): string => \`groups:
  - name: web
    rules:
      - alert: WebDown
        expr: \${expr}
\`;

export default defineCheck({
  meta: {
    id: '${id}',
    summary: 'WHAT IT FINDS, as the object of "Finds ..."',
    why: 'What happens at 3 a.m. when nobody finds it.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [{ files: rules('up == 2'), at: ['2'] }],
      right: [{ files: rules('up == 0') }],
    },
  },
  messages: {
    found: (data: { value: string }) => ({
      message: \`what is wrong with "\${data.value}"\`,
      why: 'why it matters',
      help: 'what to do',
    }),
  },
  create: (context) => ({
    NumberLiteral(node, query) {
      context.report('found', query.place(node), { value: String(node.value) });
    },
  }),
});
`;
await mkdir(dirname(path), { recursive: true });
await writeFile(path, template);
console.log(`${path}: write its examples first, then run: npm run generate && npx vitest run test/checks`);
