/** Text as search compares it: without marks or case, đ as d, single spaces. "Xã  Phước Hưng" → "xa phuoc hung". */
export function fold(text: string): string {
  return foldKeepingLength(text).replace(/\s+/g, ' ').trim();
}

export function matches(text: string, query: string): boolean {
  const wanted = fold(query);
  return wanted === '' || fold(text).includes(wanted);
}

export interface Segment {
  text: string;
  isMatch: boolean;
}

/** Cuts a text into what matches the query and what does not, to mark the match where it stands. */
export function highlight(text: string, query: string): Segment[] {
  const shown = text.normalize('NFC');
  const wanted = fold(query);
  if (wanted === '') return [{ text: shown, isMatch: false }];
  const folded = foldKeepingLength(shown);
  const segments: Segment[] = [];
  let from = 0;
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, from)) {
    if (at > from) segments.push({ text: shown.slice(from, at), isMatch: false });
    segments.push({ text: shown.slice(at, at + wanted.length), isMatch: true });
    from = at + wanted.length;
  }
  if (from < shown.length) segments.push({ text: shown.slice(from), isMatch: false });
  return segments;
}

// Vietnamese letters are one code unit each in NFC and fold to one letter, so positions in both texts agree.
function foldKeepingLength(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[đĐ]/g, 'd')
    .replace(/[\u00c0-\u1ef9]/g, (letter) => letter.normalize('NFD').charAt(0))
    .toLowerCase();
}
