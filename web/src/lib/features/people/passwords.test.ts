import { expect, test } from 'vitest';
import { passwordsCsv } from './passwords';

test('first passwords read back from a spreadsheet', () => {
  const rows = [{ login: 'an.nguyen', password: 'abcd-efgh' }];
  expect(passwordsCsv(['Tên đăng nhập', 'Mật khẩu, lần đầu'], rows)).toBe(
    '\u{feff}Tên đăng nhập,"Mật khẩu, lần đầu"\r\nan.nguyen,abcd-efgh\r\n',
  );
});

test('a sign-in name that looks like a formula stays a text', () => {
  expect(passwordsCsv(['a', 'b'], [{ login: '=1+1', password: 'x' }])).toBe("\u{feff}a,b\r\n'=1+1,x\r\n");
});
