import { expect, test } from 'vitest';
import { adjustFault, canAccept, lockReason } from './lines';

const open = {
  canAppraise: true,
  unitId: 'u1',
  ownUnits: ['u9'],
  sheetState: 'UNDER_APPRAISAL',
  isPhaseOpen: true,
} as const;

test('a line that may be appraised is not locked', () => {
  expect(lockReason(open)).toBeNull();
});

test.each([
  [{ unitId: 'u9' }, 'ownUnit'],
  [{ unitId: 'u9', sheetState: 'FINAL' }, 'ownUnit'],
  [{ sheetState: 'APPRAISED_1' }, 'concluded'],
  [{ sheetState: 'FINAL', isPhaseOpen: false }, 'concluded'],
  [{ sheetState: 'RETURNED' }, 'notSubmitted'],
  [{ isPhaseOpen: false }, 'phaseClosed'],
  [{}, 'notAssigned'],
] as const)('a locked line with %j says %s', (change, reason) => {
  expect(lockReason({ ...open, canAppraise: false, ...change })).toBe(reason);
});

test('there must be a score to keep, unless the line does not apply', () => {
  expect(canAccept({ selfScore: '0.00', state: 'SELF_SCORED' })).toBe(true);
  expect(canAccept({ selfScore: null, state: 'NOT_APPLICABLE' })).toBe(true);
  expect(canAccept({ selfScore: null, state: 'EMPTY' })).toBe(false);
});

test.each([
  [null, 'lý do', 'pointsMissing'],
  ['8.01', 'lý do', 'pointsOutOfRange'],
  ['8', ' ', 'reasonMissing'],
  ['8.00', 'lý do', undefined],
  ['0', 'lý do', undefined],
])('an adjustment to %j because of %j: %s', (points, reason, fault) => {
  expect(adjustFault(points, reason, '8.00')).toBe(fault);
});
