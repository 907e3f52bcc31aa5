import { expect, test } from 'vitest';
import { passwordsCsv } from './passwords';

const person = {
  login: 'an.nguyen',
  displayName: 'Nguyễn Văn An',
  unitName: 'Xã Phước Hưng',
  password: 'x-y',
};

test('first passwords read back from a spreadsheet, with whom they go to', () => {
  expect(passwordsCsv(['Họ tên', 'Đơn vị', 'Tên đăng nhập', 'Mật khẩu, lần đầu'], [person])).toBe(
    '\u{feff}Họ tên,Đơn vị,Tên đăng nhập,"Mật khẩu, lần đầu"\r\nNguyễn Văn An,Xã Phước Hưng,an.nguyen,x-y\r\n',
  );
});

test('whatever looks like a formula stays a text', () => {
  const row = { login: '=1+1', displayName: '+An', unitName: null, password: 'x' };
  expect(passwordsCsv(['a', 'b', 'c', 'd'], [row])).toBe("\u{feff}a,b,c,d\r\n'+An,,'=1+1,x\r\n");
});
