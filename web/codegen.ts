import type { CodegenConfig } from '@graphql-codegen/cli';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';

const features = 'src/lib/features';

// One output a file of documents: a screen then loads its own documents, not those of the whole app.
const outputs = readdirSync(features)
  .flatMap((feature) => readdirSync(`${features}/${feature}`).map((file) => `${feature}/${file}`))
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => [
    `src/gql/${basename(file, '.graphql')}/`,
    {
      documents: [`${features}/${file}`],
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
