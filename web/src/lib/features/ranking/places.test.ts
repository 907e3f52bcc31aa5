import { expect, test } from 'vitest';
import { countGrades, placeText, scaleTop } from './places';
import { appraisalOf, chosenGroup, releaseObstacle } from './ranking';

test('shared places carry a mark', () => {
  const places = [
    { rank: 1, isTied: false },
    { rank: 2, isTied: true },
    { rank: 2, isTied: true },
    { rank: 4, isTied: false },
  ];
  expect(places.map(placeText)).toEqual(['1', '2=', '2=', '4']);
});

test('classes are counted from the highest down', () => {
  expect(countGrades([{ grade: 'WEAK' }, { grade: 'GOOD' }, { grade: 'GOOD' }])).toEqual([
    { grade: 'GOOD', count: 2 },
    { grade: 'WEAK', count: 1 },
  ]);
});

test('bars end at 100, or where the bonuses lead', () => {
  expect(scaleTop([])).toBe(100);
  expect(scaleTop([88.5, 92])).toBe(100);
  expect(scaleTop([101.25])).toBe(110);
});

test('the appraisal is counted over all peer groups', () => {
  const row = { total: 10, submitted: 2, returned: 0, underAppraisal: 3, appraised: 4, final: 0 };
  expect(appraisalOf([row, { ...row, final: 1, appraised: 0 }])).toEqual({
    appraised: 5,
    submitted: 15,
    total: 20,
  });
});

test('the first peer group is shown when none is asked for', () => {
  const group = (id: string) => ({ id, nameVi: id, nameEn: id, unitCount: 1 });
  expect(chosenGroup([group('a'), group('b')], 'b').id).toBe('b');
  expect(chosenGroup([group('a'), group('b')], null).id).toBe('a');
  expect(() => chosenGroup([], null)).toThrow();
});

test('a result waits for the end of self-scoring, and for every sheet that was ever handed in', () => {
  const row = { total: 9, submitted: 0, returned: 0, underAppraisal: 0, appraised: 4, final: 0 };
  expect(releaseObstacle({ state: 'APPRAISAL_1', progress: [row, row] })).toBeNull();
  expect(
    releaseObstacle({
      state: 'APPRAISAL_1',
      progress: [
        { ...row, submitted: 2, returned: 1 },
        { ...row, underAppraisal: 1 },
      ],
    }),
  ).toEqual({ reason: 'notAppraised', count: 4 });
  expect(releaseObstacle({ state: 'SELF_SCORING', progress: [{ ...row, submitted: 2 }] })).toEqual({
    reason: 'selfScoring',
    count: 2,
  });
});
