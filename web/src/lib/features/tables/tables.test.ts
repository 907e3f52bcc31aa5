import { describe, expect, it } from 'vitest';
import { asInput, base64Of, isNotUnicode, templateText } from './tables';

describe('files of rows', () => {
  it('go out byte by byte, whatever they hold', async () => {
    expect(base64Of(new Uint8Array())).toBe('');
    expect(base64Of(new Uint8Array([0xff, 0xfe, 0x00]))).toBe('//4A');
    const long = new Uint8Array(100_001).map((_, at) => at % 256);
    expect(Uint8Array.from(atob(base64Of(long)), (sign) => sign.charCodeAt(0))).toEqual(long);
    const bytes = new Uint8Array([0x41, 0xec]);
    const file = Object.assign(new File([], 'a.csv'), { arrayBuffer: () => Promise.resolve(bytes.buffer) });
    expect(await asInput({ file, isWindows: false, sheet: null })).toEqual({ content: 'Qew=' });
    expect(await asInput({ file, isWindows: true, sheet: 'Trang 2' })).toEqual({
      content: 'Qew=',
      encoding: 'WINDOWS_1258',
      sheet: 'Trang 2',
    });
  });

  it('are asked about only when they are no Unicode', () => {
    const fault = (code: string) => ({ line: 2, column: 'name', code, message: '' });
    expect(isNotUnicode([fault('MISSING_VALUE'), fault('NOT_UTF8')])).toBe(true);
    expect(isNotUnicode([fault('MISSING_VALUE')])).toBe(false);
    expect(isNotUnicode([])).toBe(false);
  });

  it('have templates that a spreadsheet opens with their marks', () => {
    expect(templateText('people')).toMatch(/^\u{feff}login,full_name,unit_code,.*\r\n$/u);
  });
});
