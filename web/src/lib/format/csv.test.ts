import { expect, test } from 'vitest';
import { csvOf } from './csv';

test('a table reads back from a spreadsheet', () => {
  expect(
    csvOf([
      ['Tên', 'Mật khẩu, lần đầu'],
      ['an', 'nói "có"'],
    ]),
  ).toBe('\u{feff}Tên,"Mật khẩu, lần đầu"\r\nan,"nói ""có"""\r\n');
});

test('a formula is shown and not computed', () => {
  for (const formula of ['=1+1', '+84', '-2+3', '@SUM(A1)', '\t=1', '＝1']) {
    expect(csvOf([[formula]])).toBe(`\u{feff}'${formula}\r\n`);
  }
  expect(csvOf([['\r=1']])).toBe(`\u{feff}"'\r=1"\r\n`);
  expect(csvOf([['1=1']])).toBe('\u{feff}1=1\r\n');
});
