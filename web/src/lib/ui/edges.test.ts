import { expect, test } from 'vitest';
import { hiddenSides } from './edges';

test.each([
  ['all is in sight', [0, 320, 320], [false, false]],
  ['a wide table begins at its left', [0, 320, 480], [false, true]],
  ['in the middle both sides are hidden', [80, 320, 480], [true, true]],
  ['at its end nothing more comes', [160, 320, 480], [true, false]],
  ['a rounded pixel is no content', [0.5, 320, 321], [false, false]],
] as const)('%s', (_, [scrollLeft, clientWidth, scrollWidth], [before, after]) => {
  expect(hiddenSides({ scrollLeft, clientWidth, scrollWidth })).toEqual({ before, after });
});
