import { expect, test } from 'vitest';
import { passwordsCsv } from './passwords';

test('first passwords read back from a spreadsheet', () => {
  const rows = [{ login: 'an.nguyen', password: 'abcd-efgh' }];
  expect(passwordsCsv(['Tên đăng nhập', 'Mật khẩu, lần đầu'], rows)).toBe(
    '\u{feff}Tên đăng nhập,"Mật khẩu, lần đầu"\r\nan.nguyen,abcd-efgh\r\n',
  );
});
