import type { Language } from './language';
import { formatNumber } from './numbers';

/** "6.87" → "6,87". Two decimals always, so that a column of points lines up. */
export function formatPoints(points: string, language: Language): string {
  return formatNumber(fromHundredths(toHundredths(points)), language);
}

/** "8.00" → "8", "1.50" → "1,5": for running text and maxima. */
export function formatPointsShort(points: string, language: Language): string {
  return formatNumber(fromHundredths(toHundredths(points)).replace(/\.?0+$/, ''), language);
}

/** Points as a whole number of hundredths, for sums and comparisons without floats. */
export function toHundredths(points: string): number {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(points) ?? [];
  const hundredths = Number(whole) * 100 + Number(fraction.padEnd(2, '0').slice(0, 2));
  return sign === '' ? hundredths : -hundredths;
}

export function fromHundredths(hundredths: number): string {
  const size = Math.abs(hundredths);
  const fraction = String(size % 100).padStart(2, '0');
  return `${hundredths < 0 ? '-' : ''}${Math.trunc(size / 100)}.${fraction}`;
}

export function comparePoints(a: string, b: string): number {
  return toHundredths(a) - toHundredths(b);
}

/** 1187 of 1204 → "98,6 %": one decimal, rounded half up, never up to a full hundred that was not reached. */
export function formatShare(part: number, whole: number, language: Language): string {
  if (whole === 0) return '–';
  const perMille = Math.floor((part * 2000 + whole) / (whole * 2));
  const shown = perMille === 1000 && part < whole ? 999 : perMille;
  return `${formatNumber(`${Math.floor(shown / 10)}.${shown % 10}`.replace(/\.0$/, ''), language)} %`;
}
