import type { Language } from './language';
import { formatNumber } from './numbers';

const units = ['KB', 'MB', 'GB'];

/** 1536 → "1,5 KB". */
export function formatSize(bytes: number, language: Language): string {
  if (bytes < 1024) return `${bytes} B`;
  let size = bytes / 1024;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const rounded = size < 10 ? (Math.round(size * 10) / 10).toString() : Math.round(size).toString();
  return `${formatNumber(rounded, language)} ${units[unit]}`;
}
