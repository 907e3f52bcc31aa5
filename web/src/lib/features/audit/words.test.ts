import { beforeAll, expect, test } from 'vitest';
import { need, startLanguage } from '$lib/i18n';
import { factWords, placeText, valueText } from './words';

const said = (path: string[], value: string, deed = 'submission.submitted') =>
  valueText({ path, before: null, after: value }, value, deed);

beforeAll(async () => {
  await startLanguage();
  await need('audit', 'enums', 'initiatives', 'kinds', 'lines');
});

test('places are said in words, with lists counted from one', () => {
  expect(placeText(['facts', 'numerator'])).toBe('Số liệu › Tử số');
  expect(placeText(['phases', '0', 'opensAt'])).toBe('Giai đoạn › 1 › Mở lúc');
  expect(placeText(['somethingNew'])).toBe('somethingNew');
});

test('codes are said in the words of the app, by what they are codes of', () => {
  expect(said(['state'], 'SUBMITTED')).toBe('Đã nộp');
  expect(said(['state'], 'ADJUSTED', 'appraisal.line_adjusted')).toBe('Điều chỉnh điểm');
  expect(said(['roles', '0', 'role'], 'AUDITOR')).toBe('Thanh tra');
  expect(said(['peerGroups', '0', 'scoringKinds'], 'DISTRICT, COMMUNE')).toBe(
    'Huyện, thị xã, thành phố, Xã, phường, thị trấn',
  );
  expect(said(['state'], 'FILED', 'initiatives.filed')).toBe('Đã nộp, chờ kiểm tra');
  expect(said(['judgement'], 'EXTENDS', 'similarities.judged')).toBe('Mở rộng sáng kiến so sánh');
  expect(said(['state'], 'NEVER_HEARD_OF')).toBe('NEVER_HEARD_OF');
});

test('days, times, points and truth are said as elsewhere', () => {
  expect(said(['planDate'], '2021-02-19')).toBe('19/02/2021');
  expect(said(['opensAt'], '2021-11-09T17:00:00Z')).toContain('10/11/2021');
  expect(said(['opensAt'], '2021-11-09 17:00:00.0 +00:00:00')).toBe(
    said(['opensAt'], '2021-11-09T17:00:00Z'),
  );
  expect(said(['opensAt'], '2021-11-10 0:00:00.0 +07:00:00')).toBe(said(['opensAt'], '2021-11-09T17:00:00Z'));
  expect(said(['selfScore'], '6.87')).toBe('6,87');
  expect(said(['facts', 'done'], 'true')).toBe('Có');
  expect(said(['selfNote'], 'đã kiểm tra')).toBe('đã kiểm tra');
});

test('the codes of facts are said in the words of the criteria set', () => {
  const facts = factWords([
    { code: 'POSTED_AT_COUNTER', labelVi: 'Niêm yết tại nơi tiếp nhận', labelEn: 'Posted at the counter' },
    { code: 'LOGBOOK', labelVi: 'Có sổ theo dõi', labelEn: null },
    { code: 'UNNAMED', labelVi: null, labelEn: null },
  ]);
  expect(facts.size).toBe(2);
  const value = (path: string[], text: string) =>
    valueText({ path, before: null, after: text }, text, 'submission.line_entered', facts);
  expect(value(['facts', 'items'], 'POSTED_AT_COUNTER, LOGBOOK')).toBe(
    'Niêm yết tại nơi tiếp nhận, Có sổ theo dõi',
  );
  expect(value(['facts', 'option'], 'LOGBOOK')).toBe('Có sổ theo dõi');
  expect(value(['facts', 'option'], 'UNKNOWN')).toBe('UNKNOWN');
  expect(value(['facts', 'done'], 'true')).toBe('Có');
  expect(placeText(['facts', 'events', 'LOGBOOK'], facts)).toContain('Có sổ theo dõi');
});
