import { expect, test } from 'vitest';
import { compareGivenName } from './names';
import { fold, highlight, matches } from './search';
import { formatSize } from './sizes';

test('search forgets marks, case and the bar of đ', () => {
  expect(fold('  Xã  Phước   HƯNG ')).toBe('xa phuoc hung');
  expect(fold('Đặc khu Thổ Châu')).toBe('dac khu tho chau');
  expect(fold('Phước'.normalize('NFD'))).toBe('phuoc');
  expect(matches('Huyện An Phú', 'an phu')).toBe(true);
  expect(matches('Huyện An Phú', 'tan phu')).toBe(false);
});

test('a match is marked in the text as it is written', () => {
  expect(highlight('Xã Phước Hưng', 'phuoc h')).toEqual([
    { text: 'Xã ', isMatch: false },
    { text: 'Phước H', isMatch: true },
    { text: 'ưng', isMatch: false },
  ]);
  expect(highlight('Xã An Phú', '')).toEqual([{ text: 'Xã An Phú', isMatch: false }]);
  expect(highlight('Đa Đa', 'da').filter(({ isMatch }) => isMatch)).toHaveLength(2);
});

test('people sort by given name, then middle names, then family name', () => {
  const people = [
    'Trần Văn Bình',
    'Nguyễn Thị Ánh',
    'Lê An',
    'Nguyễn Văn Bình',
    'Đỗ Đăng Bình',
    'Phạm Văn Đức',
  ];
  expect(people.sort(compareGivenName)).toEqual([
    'Lê An',
    'Nguyễn Thị Ánh',
    'Đỗ Đăng Bình',
    'Nguyễn Văn Bình',
    'Trần Văn Bình',
    'Phạm Văn Đức',
  ]);
});

test('sizes are short', () => {
  expect(formatSize(512, 'vi')).toBe('512 B');
  expect(formatSize(1536, 'vi')).toBe('1,5 KB');
  expect(formatSize(25 * 1024 * 1024, 'vi')).toBe('25 MB');
  expect(formatSize(1024 * 1024, 'en')).toBe('1 MB');
});
