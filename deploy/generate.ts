import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { kubernetesObjects, kustomization } from './kubernetes.ts';

/** `npm run deploy:kubernetes -- FOLDER`: writes a Kustomize folder (default build/kubernetes, which git ignores). */
const folder = process.argv[2] ?? 'build/kubernetes';
await mkdir(folder, { recursive: true });
const files: string[] = [];
for (const object of kubernetesObjects()) {
  const file = `${object.kind.toLowerCase()}-${object.metadata.name}.yaml`;
  files.push(file);
  await writeFile(join(folder, file), stringify(object, { lineWidth: 0 }));
}
await writeFile(join(folder, 'kustomization.yaml'), stringify(kustomization(files)));
process.stdout.write(`${files.length + 1} files in ${folder}; install with: kubectl apply -k ${folder}\n`);
