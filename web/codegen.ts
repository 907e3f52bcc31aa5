import type { CodegenConfig } from '@graphql-codegen/cli';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const features = 'src/lib/features';

/** Files of fragments that several files of documents share. */
const shared = '.fragments.graphql';

const files = readdirSync(features)
  .flatMap((feature) => readdirSync(`${features}/${feature}`).map((file) => `${feature}/${file}`))
  .filter((file) => file.endsWith('.graphql'));

/** The shared fragments that a file of documents spreads. */
function sharedBy(file: string): string[] {
  const text = readFileSync(`${features}/${file}`, 'utf8');
  const names = (other: string) =>
    [...readFileSync(`${features}/${other}`, 'utf8').matchAll(/^fragment (\w+)/gm)].map(([, name]) => name);
  return files
    .filter(
      (other) => other.endsWith(shared) && names(other).some((name) => text.includes(`...${name ?? ''}\n`)),
    )
    .map((other) => `${features}/${other}`);
}

// One output a file of documents: a screen then loads its own documents, not those of the whole app.
const outputs = files
  .filter((file) => !file.endsWith(shared))
  .map((file) => [
    `src/gql/${basename(file, '.graphql')}/`,
    {
      documents: [`${features}/${file}`, ...sharedBy(file)],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        pureMagicComment: true,
        enumsAsTypes: true,
        useTypeImports: true,
        immutableTypes: true,
        strictScalars: true,
        defaultScalarType: 'unknown',
        scalars: { Date: 'string', DateTime: 'string', Points: 'string', Decimal: 'string' },
      },
    },
  ]);

const config: CodegenConfig = { schema: '../schema.graphql', generates: Object.fromEntries(outputs) };

export default config;
