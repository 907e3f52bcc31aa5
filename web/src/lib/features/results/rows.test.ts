import { expect, test } from 'vitest';
import { findUnits, markTies } from './rows';

const row = (rank: number, unitName: string, parentName: string | null = null) => ({
  rank,
  unitName,
  parentName,
  total: '90.00',
  grade: 'EXCELLENT' as const,
});

const groups = [
  { nameVi: 'Khối sở', nameEn: 'Departments', rows: [row(1, 'Sở Tư pháp')], withoutSheet: [] },
  {
    nameVi: 'Khối xã',
    nameEn: 'Communes',
    rows: [
      row(1, 'Xã Phước Hưng', 'Huyện An Phú'),
      row(2, 'Xã Bình An'),
      row(2, 'Xã Đa Phước', 'Huyện An Phú'),
    ],
    withoutSheet: [{ unitName: 'Xã Khánh Hòa', parentName: 'Huyện Châu Phú' }],
  },
];

test('shared ranks are marked', () => {
  expect(markTies(groups[1]?.rows ?? []).map(({ isTied }) => isTied)).toEqual([false, true, true]);
});

test('units are found without marks, by their own name or the district’s, and keep their tie mark', () => {
  expect(findUnits(groups, 'phuoc').map(({ rows }) => rows.map(({ unitName }) => unitName))).toEqual([
    ['Xã Phước Hưng', 'Xã Đa Phước'],
  ]);
  expect(findUnits(groups, 'an phu')[0]?.rows).toHaveLength(2);
  expect(findUnits(groups, 'da phuoc')[0]?.rows[0]?.isTied).toBe(true);
  expect(findUnits(groups, '')).toHaveLength(2);
  expect(findUnits(groups, 'không có')).toEqual([]);
});

test('units that sent no sheet are found beside those that are ranked', () => {
  const found = findUnits(groups, 'khanh hoa');
  expect(found.map(({ rows, withoutSheet }) => [rows.length, withoutSheet.length])).toEqual([[0, 1]]);
  expect(findUnits(groups, 'an phu')[0]?.withoutSheet).toEqual([]);
});
