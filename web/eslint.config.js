import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** The layering of the app: routes → features → api → {ui, i18n, format}; a feature knows no other feature. */
const layers = [
  [
    'src/lib/ui/**',
    ['$lib/features/*', '$lib/api/*', '$app/*', '$gql/*'],
    'A primitive knows no domain and no router.',
  ],
  ['src/lib/format/**', ['$lib/*', '$app/*', '$gql/*', 'svelte*'], 'Formatting is pure.'],
  [
    'src/lib/{api,i18n}/**',
    ['$lib/features/*', '$lib/ui', '$lib/ui/*'],
    'The client and the texts know no screen.',
  ],
  [
    'src/lib/features/**',
    ['$lib/features/*'],
    'A feature does not import another one: a route composes them.',
  ],
];

export default ts.config(
  { ignores: ['dist/', '.svelte-kit/', 'src/gql/', 'node_modules/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      'no-undef': 'off',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Addresses are made by `$lib/paths`; the app is always served from the root.
      'svelte/no-navigation-without-resolve': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  ...layers.map(([file, group, message]) => ({
    files: [file],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
  })),
  { files: ['scripts/**'], rules: { 'no-console': 'off' } },
);
