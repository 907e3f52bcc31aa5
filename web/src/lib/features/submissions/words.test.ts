import { beforeAll, expect, test } from 'vitest';
import { need, startLanguage } from '$lib/i18n';
import { changesOf, deedLabel } from './history';
import type { Criterion } from './sheet';
import { filledTermOf, citationOf, fieldLabel, statementsOf } from './words';

beforeAll(async () => {
  await startLanguage();
  await need('submissions', 'lines');
});

const criterion = (
  ruleKind: Criterion['ruleKind'],
  factKeys: Criterion['factKeys'] = [],
  factFields: Criterion['factFields'] = [],
): Criterion => ({
  id: 'c',
  code: 'E2',
  titleVi: '',
  titleEn: '',
  maxPoints: '8.00',
  ruleKind,
  ruleSentence: '',
  factKeys,
  factFields,
  selfScored: true,
  evidenceHint: '',
  group: { id: 'g', code: 'E', titleVi: '', titleEn: '' },
});
const key = (code: string, label: string) => ({ code, label, points: '1.00' });

test('facts are read out with the words of the criterion where it has any', () => {
  const own = criterion('LINEAR', [], [{ code: 'numerator', label: 'hồ sơ trực tuyến' }]);
  expect(statementsOf({ numerator: 1187, denominator: 1204 }, own)).toEqual([
    { label: 'Hồ sơ trực tuyến', value: '1.187' },
    { label: 'Tổng số', value: '1.204' },
  ]);
  expect(fieldLabel(criterion('MANUAL'), 'value')).toBe('Điểm đề nghị');
});

test('what did not happen is said too', () => {
  const events = criterion('DEDUCTION', [key('LATE', 'báo cáo trễ')]);
  expect(statementsOf({ events: [] }, events)[0]?.value).toBe('Không phát sinh trường hợp nào');
  expect(statementsOf({ events: [{ code: 'LATE', count: 2 }] }, events)).toEqual([
    { label: 'Báo cáo trễ', value: '2' },
  ]);
  expect(statementsOf({ items: [] }, criterion('CHECKLIST'))[0]?.value).toBe('Không đạt mục nào');
  expect(statementsOf({ noDate: true }, criterion('DEADLINE'))[0]?.value).toBe(
    'Chưa ban hành, chưa thực hiện',
  );
  expect(statementsOf(null, criterion('COUNT'))).toEqual([]);
});

test('a citation says where to look', () => {
  expect(
    citationOf({ documentNumber: '12/KH-UBND', documentDate: '2021-03-05', section: 'II', page: '3' }),
  ).toBe('số 12/KH-UBND, ngày 05/03/2021, mục II, trang 3');
  expect(citationOf({})).toBe('');
});

test('an entry of the trail says what changed, and only that', () => {
  const before = JSON.stringify({
    facts: { numerator: 10, denominator: 20 },
    selfScore: '5.00',
    selfNote: null,
    explanation: 'cũ',
  });
  const after = JSON.stringify({
    facts: { numerator: 11, denominator: 20 },
    selfScore: '5.50',
    selfNote: null,
    explanation: 'cũ',
  });
  expect(changesOf({ deed: 'submission.line_saved', before, after }, criterion('LINEAR'))).toEqual([
    {
      label: 'Số liệu',
      before: 'Số đạt yêu cầu: 10; Tổng số: 20',
      after: 'Số đạt yêu cầu: 11; Tổng số: 20',
    },
    { label: 'Điểm tự chấm', before: '5,00', after: '5,50' },
  ]);
});

test('a step of the sheet names its states, not its hash', () => {
  const before = '{"state":"AWAITING_SIGNOFF"}';
  const after = '{"state":"SUBMITTED","contentHash":"ab"}';
  const changes = changesOf({ deed: 'submission.submitted', before, after }, null);
  expect(changes).toEqual([{ label: 'Trạng thái', before: 'Chờ ký duyệt', after: 'Đã nộp' }]);
  expect(deedLabel('submission.submitted')).toBe('Ký duyệt và nộp');
  expect(deedLabel('another.deed')).toBe('another.deed');
});

test('a decision on a line names the state of the line and its points', () => {
  const before = '{"unit":"X1","criterion":"C2","state":"SELF_SCORED","points":"1.00"}';
  const after = '{"unit":"X1","criterion":"C2","state":"ADJUSTED","points":"0.50"}';
  expect(changesOf({ deed: 'appraisal.line_adjusted', before, after }, null)).toEqual([
    { label: 'Trạng thái', before: 'Đã tự chấm', after: 'Điều chỉnh điểm' },
    { label: 'Điểm thẩm định', before: '1,00', after: '0,50' },
  ]);
});

test('a trail that cannot be read changes nothing', () => {
  expect(changesOf({ deed: 'x', before: 'not json' }, null)).toEqual([]);
  expect(changesOf({ deed: 'x', after: '"text"' }, null)).toEqual([]);
});

test('facts that nobody has looked at are not called entered', () => {
  expect(filledTermOf('NOT_STARTED')).toBe('submissions.totals.prefilled');
  expect(filledTermOf('DRAFT')).toBe('submissions.totals.filled');
});
