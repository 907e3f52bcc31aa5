import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync('src/app.css', 'utf8');

const blocks = {
  light: /^:root {([^}]*)}/m,
  'dark by system': /:root:not\(\[data-theme='light'\]\) {([^}]*)}/,
  'dark by choice': /^:root\[data-theme='dark'\] {([^}]*)}/m,
};

type Tokens = Record<string, string>;

function tokens(block: RegExp): Tokens {
  const [, body = ''] = block.exec(css) ?? [];
  return Object.fromEntries(
    [...body.matchAll(/--c-([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a = '#000000', b = '#000000'): number {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

const text: [ink: string, ground: string][] = [
  ...['canvas', 'surface', 'sunken'].flatMap((ground) =>
    ['ink', 'muted', 'link', 'danger'].map((ink): [string, string] => [ink, ground]),
  ),
  ...['ok', 'warn', 'danger', 'info'].flatMap((tone): [string, string][] => [
    [tone, `${tone}-soft`],
    ['ink', `${tone}-soft`],
  ]),
  ['link', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['on-bar', 'bar'],
  ['on-bar', 'bar-strong'],
  ['ink', 'mark'],
  ['link', 'mark'],
];

const shapes: [shape: string, ground: string][] = [
  ['edge', 'surface'],
  ['edge', 'canvas'],
  ['focus', 'surface'],
  ['focus', 'canvas'],
  ['gold', 'bar'],
  ['on-bar', 'bar'],
];

test('a stored dark theme is the same as the dark theme of the system', () => {
  expect(tokens(blocks['dark by choice'])).toEqual(tokens(blocks['dark by system']));
  expect(Object.keys(tokens(blocks.light)).sort()).toEqual(
    Object.keys(tokens(blocks['dark by choice'])).sort(),
  );
});

test.each(Object.entries(blocks))(
  'text and shapes of the %s theme can be told from their ground',
  (_, block) => {
    const colours = tokens(block);
    const weak = [
      ...text.map(([a, b]) => ({ pair: `${a} on ${b}`, is: contrast(colours[a], colours[b]), needs: 4.5 })),
      ...shapes.map(([a, b]) => ({ pair: `${a} on ${b}`, is: contrast(colours[a], colours[b]), needs: 3 })),
    ].filter(({ is, needs }) => is < needs);
    expect(weak).toEqual([]);
  },
);
