import { beforeAll, expect, test } from 'vitest';
import { need, startLanguage } from '$lib/i18n';
import { factsInWords } from './facts';

beforeAll(async () => {
  await startLanguage();
  await need('appraisal');
});

const key = (code: string, label: string) => ({ code, label, points: '1.00' });
const factKeys = [key('LATE', 'báo cáo gửi chậm'), key('MISSING', 'báo cáo không gửi')];

test.each([
  [null, ['Chưa nhập số liệu']],
  [{}, ['Chưa nhập số liệu']],
  [{ numerator: 1187, denominator: 1204 }, ['1.187/1.204 (98,6 %)']],
  [{ numerator: 0, denominator: 0 }, ['0/0 (mẫu số bằng 0)']],
  [{ done: false }, ['Chưa thực hiện']],
  [{ noDate: true }, ['Không có văn bản']],
  [{ date: '2021-03-05' }, ['05/03/2021']],
  [{ count: 0 }, ['Số lượng: 0']],
  [{ events: [] }, ['Không có trường hợp vi phạm']],
  [
    {
      events: [
        { code: 'LATE', count: 2 },
        { code: 'OTHER', count: 1 },
      ],
    },
    ['2 × báo cáo gửi chậm', '1 × OTHER'],
  ],
  [{ items: ['MISSING'] }, ['báo cáo không gửi']],
  [{ items: [] }, ['Không có nội dung nào']],
  [{ option: 'LATE' }, ['báo cáo gửi chậm']],
  [{ value: '0.8645', sample: 112 }, ['0,8645 (112 phiếu)']],
  [{ value: '82.08' }, ['82,08']],
])('the facts %j in words', (facts, words) => {
  expect(factsInWords(facts, { factKeys })).toEqual(words);
});
