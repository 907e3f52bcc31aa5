import { expect, test } from 'vitest';
import { groupsOf, totalsOf, type ScoredLine } from './totals';

const line = (
  group: string,
  maxPoints: string,
  selfScore: string | null,
  isNotApplicable = false,
): ScoredLine => ({
  facts: selfScore === null && !isNotApplicable ? null : {},
  selfScore,
  trace: { isNotApplicable },
  criterion: { maxPoints, group: { id: group } },
});

test('a total is exact, and its base leaves out what does not apply', () => {
  const lines = [
    line('A', '4.00', '4.00'),
    line('A', '3.00', null, true),
    line('E', '8.00', '6.87'),
    line('E', '5.00', null),
  ];
  expect(totalsOf(lines)).toEqual({
    self: '10.87',
    appraised: '0.00',
    max: '17.00',
    base: '63.94',
    filled: 3,
    count: 4,
  });
});

test('a base is rounded half up', () => {
  expect(totalsOf([line('A', '80.00', '68.40')]).base).toBe('85.50');
  expect(totalsOf([line('A', '8.00', '0.01')]).base).toBe('0.13');
  expect(totalsOf([line('A', '3.00', '1.00')]).base).toBe('33.33');
});

test('nothing applicable has no base', () => {
  expect(totalsOf([line('A', '3.00', null, true)]).base).toBeNull();
  expect(totalsOf([])).toMatchObject({ self: '0.00', base: null, count: 0 });
});

test('lines stand under their groups in the order of the sheet', () => {
  const lines = [line('A', '1.00', null), line('A', '2.00', null), line('B', '3.00', null)];
  expect(groupsOf(lines).map(({ id, lines: own }) => [id, own.length])).toEqual([
    ['A', 2],
    ['B', 1],
  ]);
});
