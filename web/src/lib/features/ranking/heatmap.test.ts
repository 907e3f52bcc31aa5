import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cellText, meanOf, stepOf, steps } from './heatmap';

test.each([
  [0, 0],
  [99, 0],
  [100, 1],
  [899, 8],
  [900, 9],
  [1000, 9],
  [1200, 9],
])('a score of %i per mille has step %i', (perMille, step) => {
  expect(stepOf(perMille)).toBe(step);
});

test.each([
  [0, '0'],
  [3, '1'],
  [455, '46'],
  [996, '99'],
  [1000, '100'],
])('a score of %i per mille is shown as %s', (perMille, text) => {
  expect(cellText(perMille)).toBe(text);
});

test('lines that do not apply leave the mean alone', () => {
  expect(meanOf([1000, null, 500])).toBe(750);
  expect(meanOf([null, undefined])).toBeNull();
});

const css = readFileSync('src/lib/features/ranking/Heatmap.svelte', 'utf8');

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test('the number can be read on every step of the scale, in light and in dark', () => {
  const scales = [...css.matchAll(/--ink: (#[0-9a-f]{6});((?:\s*--h\d: #[0-9a-f]{6};)+)/g)];
  // Light, dark by system, dark by choice.
  expect(scales).toHaveLength(3);
  const colours = scales.map(([text]) => text.replace(/\s+/g, ''));
  expect(colours[1]).toBe(colours[2]);
  for (const [, ink = '', colours = ''] of scales) {
    const grounds = [...colours.matchAll(/#[0-9a-f]{6}/g)].map(([hex]) => hex);
    expect(grounds).toHaveLength(steps);
    for (const ground of grounds) {
      const [dark = 0, bright = 0] = [luminance(ink), luminance(ground)].sort((a, b) => a - b);
      expect([ground, (bright + 0.05) / (dark + 0.05) >= 4.5]).toEqual([ground, true]);
    }
  }
});
