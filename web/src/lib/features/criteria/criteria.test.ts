import { expect, test } from 'vitest';
import { wordsOf, type Problem } from './criteria';

const problem = (message: string, path: string[], criterionCode: string | null = 'E2'): Problem => ({
  problemCode: 'POINTS_ABOVE_MAX',
  message,
  path,
  criterionCode,
});

test('the place is left out where the screen shows it', () => {
  const path = ['ruleParams', 'knots', '2'];
  expect(wordsOf(problem('E2, ruleParams.knots.2: Cho 9 điểm, vượt mức tối đa 8.', path))).toBe(
    'Cho 9 điểm, vượt mức tối đa 8.',
  );
  expect(wordsOf(problem('E2: thiếu tên.', []))).toBe('Thiếu tên.');
  expect(wordsOf(problem('E2, rule: Loại quy tắc không tồn tại.', ['criteria', 'E2', 'rule']))).toBe(
    'Loại quy tắc không tồn tại.',
  );
  expect(wordsOf(problem('version: Đã có phiên bản này.', ['version'], null))).toBe('Đã có phiên bản này.');
  expect(wordsOf(problem('Bộ tiêu chí đã chốt.', ['x']))).toBe('Bộ tiêu chí đã chốt.');
});
