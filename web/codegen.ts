import type { CodegenConfig } from '@graphql-codegen/cli';
import { readdirSync } from 'node:fs';

const features = 'src/lib/features';

// One output a feature: a screen then loads its own documents, not those of the whole app.
const outputs = readdirSync(features)
  .filter((feature) => readdirSync(`${features}/${feature}`).some((file) => file.endsWith('.graphql')))
  .map((feature) => [
    `src/gql/${feature}/`,
    {
      documents: [`${features}/${feature}/**/*.graphql`],
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
