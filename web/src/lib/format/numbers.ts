import type { Language } from './language';

/** What a person types as a number, in canonical form ("6.87"), or why it cannot be read. */
export type ParsedNumber = { kind: 'empty' } | { kind: 'number'; value: string } | { kind: 'invalid' };

/**
 * Reads a number typed with a comma or a dot as the decimal mark. Digits stay text: points are exact decimals.
 * Where both marks occur, the last one is the decimal mark; a mark followed by more digits than `decimals` allows
 * can only group thousands, and then must do so properly.
 */
export function parseNumber(text: string, decimals: number): ParsedNumber {
  const compact = text.replace(/[\s\u00a0\u202f]/g, '');
  if (compact === '') return { kind: 'empty' };
  if (!/^\d[\d.,]*$/.test(compact)) return { kind: 'invalid' };

  const last = Math.max(compact.lastIndexOf(','), compact.lastIndexOf('.'));
  const fraction = last < 0 ? '' : compact.slice(last + 1);
  // Where decimals are typed, "33,333" may be thirty-three and a third or thirty-three thousand: nobody guesses.
  const isAmbiguous = decimals > 0 && fraction.length === 3 && !/[.,]/.test(compact.slice(0, last));
  if (isAmbiguous) return { kind: 'invalid' };
  const repeats = last >= 0 && compact.indexOf(compact.charAt(last)) !== last;
  const isDecimal = last >= 0 && !repeats && fraction.length <= decimals;

  const whole = ungroup(isDecimal ? compact.slice(0, last) : compact);
  if (whole === null) return { kind: 'invalid' };
  const kept = isDecimal ? fraction.replace(/0+$/, '') : '';
  return { kind: 'number', value: kept === '' ? whole : `${whole}.${kept}` };
}

function ungroup(text: string): string | null {
  if (!/^(\d+|\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+)$/.test(text)) return null;
  return text.replace(/[.,]/g, '').replace(/^0+(?=\d)/, '');
}

/** A canonical decimal for the eye: "1234.5" → "1.234,5" in Vietnamese, "1,234.5" in English. Keeps its decimals. */
export function formatNumber(value: string | number, language: Language): string {
  const [, sign = '', whole = '0', fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value)) ?? [];
  const [group, mark] = language === 'vi' ? ['.', ','] : [',', '.'];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return `${sign === '' ? '' : '−'}${grouped}${fraction === undefined ? '' : mark + fraction}`;
}

/** A canonical decimal as it stands in an input: the language's decimal mark, no grouping. */
export function toInputText(value: string | number, language: Language): string {
  return language === 'vi' ? String(value).replace('.', ',') : String(value);
}
