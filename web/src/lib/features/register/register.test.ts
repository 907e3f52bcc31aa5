import { describe, expect, it } from 'vitest';
import { filterOf } from './register';

describe('filterOf', () => {
  it('reads what the address asks for', () => {
    const asked = filterOf(new URLSearchParams('search=phiếu hẹn&level=PROVINCE&year=2021'));
    expect(asked).toEqual({ search: 'phiếu hẹn', level: 'PROVINCE', year: '2021' });
  });

  it('leaves out what makes no sense', () => {
    for (const year of ['21', '12345', '1899', '3000', 'năm']) {
      expect(filterOf(new URLSearchParams({ level: 'DISTRICT', year }))).toEqual({
        search: '',
        level: '',
        year: '',
      });
    }
  });
});
