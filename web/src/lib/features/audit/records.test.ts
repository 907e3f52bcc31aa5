import { expect, test } from 'vitest';
import { paths } from '$lib/paths';
import { addressOfValue, recordAddress } from './records';

const unit = btoa('Unit:' + String.fromCharCode(...Array(16).keys())).replaceAll('=', '');

test('a record with a screen of its own is reached from its entry', () => {
  expect(recordAddress('Unit', unit)).toBe(paths.unit(unit));
  expect(recordAddress('Account', 'x')).toBe(paths.audit({ actor: 'x' }));
  expect(recordAddress('ScoreLine', 'x')).toBeNull();
  expect(recordAddress('Unit', null)).toBeNull();
});

test('an opaque id among the values leads to its record, and nothing else does', () => {
  expect(addressOfValue(unit)).toBe(paths.unit(unit));
  expect(addressOfValue('Theo dõi tại sổ tiếp nhận của Bộ phận')).toBeNull();
  expect(addressOfValue('c06bc32caefd8016b43fb2071e885b9e5e75b918')).toBeNull();
});
