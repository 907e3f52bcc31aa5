import { expect, test } from 'vitest';
import { byPerson } from './assignments';
import { blankForm, contentOf, faultsOf, fieldOf, formOf, problemsBySection } from './form';
import type { Assignment, Settings } from './settings';

const calendar = [
  { kind: 'SELF_SCORING', opensAt: '2021-11-09T17:00:00Z', closesAt: '2021-12-15T16:59:59Z' },
  { kind: 'RESULT', opensAt: '2022-01-10T01:30:00Z', closesAt: '2022-03-31T16:59:59Z' },
] as const;

const settings = {
  id: 'c1',
  code: 'KSTTHC-2021',
  titleVi: 'Phong trào',
  titleEn: 'Campaign',
  state: 'DRAFT',
  version: 3,
  planNumber: null,
  planDate: '2021-02-01',
  periodFrom: '2021-01-01',
  periodTo: '2021-12-31',
  referenceKind: 'PROV_DEPT',
  dissolutionPolicy: 'EXEMPT',
  viewerCanEdit: true,
  viewerCanPublish: true,
  viewerCanExtend: false,
  ownerUnit: { id: 'u1', qualifiedName: 'Văn phòng UBND tỉnh' },
  criteriaSet: { id: 's1', code: 'KSTTHC-2021', version: 1, titleVi: '', titleEn: '', state: 'DRAFT' },
  phases: calendar.map((phase) => ({ ...phase, extensions: [] })),
  peerGroups: [
    {
      id: 'g1',
      code: 'XA',
      nameVi: 'Khối xã',
      nameEn: 'Communes',
      scoringKinds: ['COMMUNE'],
      unitCount: 156,
    },
  ],
  appraiserAssignments: [],
  publicationProblems: [],
} as const satisfies Settings;

test('a stored campaign survives the form: days on Vietnam’s clock, deadlines to the last second', () => {
  const form = formOf(settings);
  expect(
    form.phases.map(({ kind, opensDate, opensTime, closesDate, closesTime }) => [
      kind,
      opensDate,
      opensTime,
      closesDate,
      closesTime,
    ]),
  ).toEqual([
    ['SELF_SCORING', '2021-11-10', '00:00', '2021-12-15', '23:59'],
    ['APPRAISAL_1', null, '00:00', null, '23:59'],
    ['RESULT', '2022-01-10', '08:30', '2022-03-31', '23:59'],
  ]);
  expect(contentOf(form)).toEqual({
    titleVi: 'Phong trào',
    titleEn: 'Campaign',
    criteriaSetId: 's1',
    planNumber: null,
    planDate: '2021-02-01',
    periodFrom: '2021-01-01',
    periodTo: '2021-12-31',
    dissolutionPolicy: 'EXEMPT',
    phases: calendar,
    peerGroups: [{ code: 'XA', nameVi: 'Khối xã', nameEn: 'Communes', scoringKinds: ['COMMUNE'] }],
  });
  expect(faultsOf(form, false).size).toBe(0);
});

test('a new campaign begins with the four customary peer groups and says what is missing', () => {
  const form = blankForm();
  expect(form.peerGroups.map(({ code }) => code)).toEqual(['D', 'V', 'H', 'X']);
  expect([...faultsOf(form, true).keys()]).toEqual([
    'code',
    'ownerUnitId',
    'titleVi',
    'titleEn',
    'criteriaSetId',
    'periodFrom',
    'periodTo',
  ]);
  expect(contentOf(form)).toBeNull();
});

test('a phase needs both ends or none', () => {
  const form = formOf(settings);
  form.phases = form.phases.map((phase) =>
    phase.kind === 'APPRAISAL_1' ? { ...phase, opensDate: '2021-12-16' } : phase,
  );
  expect(faultsOf(form, false)).toEqual(new Map([['phases.APPRAISAL_1', 'halfPhase']]));
});

test('problems find their field, though the server counts only the phases that were sent', () => {
  const form = formOf(settings);
  expect(fieldOf(form, ['phases', '1', 'closesAt'])).toBe('phases.RESULT.closesAt');
  expect(fieldOf(form, ['peerGroups', '2', 'code'])).toBe('peerGroups.2.code');
  expect(fieldOf(form, ['phases'])).toBe('phases');
  expect(fieldOf(form, [])).toBe('');
});

test('problems of publication lead to the part of the screen where they are put right', () => {
  const problem = (message: string, ...path: string[]) => ({ message, path });
  expect(
    problemsBySection([
      problem('Thiếu kế hoạch', 'planNumber'),
      problem('Thiếu kế hoạch', 'planDate'),
      problem('A1 chưa có người thẩm định', 'appraiserAssignments'),
      problem('Tổng phải bằng 100', 'criteriaSetId'),
      problem('Lịch thiếu giai đoạn', 'phases'),
    ]),
  ).toEqual([
    { section: 'general', messages: ['Tổng phải bằng 100'] },
    { section: 'plan', messages: ['Thiếu kế hoạch'] },
    { section: 'calendar', messages: ['Lịch thiếu giai đoạn'] },
    { section: 'appraisers', messages: ['A1 chưa có người thẩm định'] },
  ]);
});

test('assignments are shown by person and peer group', () => {
  const assignment = (id: string, name: string, code: string, group?: string): Assignment => ({
    id,
    account: { id: name, displayName: name, unit: null },
    criterion: { id: code, code, titleVi: code, titleEn: code },
    peerGroup: group ? { id: group, nameVi: group, nameEn: group } : null,
  });
  const people = byPerson([
    assignment('1', 'Trần Văn Bình', 'E10'),
    assignment('2', 'Lê Thị An', 'C1'),
    assignment('3', 'Trần Văn Bình', 'E2'),
    assignment('4', 'Trần Văn Bình', 'E2', 'XA'),
  ]);
  expect(
    people.map(({ account, peerGroup, assignments }) => [
      account.displayName,
      peerGroup?.id ?? null,
      assignments.map(({ criterion }) => criterion.code),
    ]),
  ).toEqual([
    ['Lê Thị An', null, ['C1']],
    ['Trần Văn Bình', null, ['E2', 'E10']],
    ['Trần Văn Bình', 'XA', ['E2']],
  ]);
});
