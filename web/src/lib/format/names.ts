const collator = new Intl.Collator('vi');

/** Orders people as a Vietnamese list does: by given name (the last word), then middle names, then family name. */
export function compareGivenName(a: string, b: string): number {
  const left = wordsFromGivenName(a);
  const right = wordsFromGivenName(b);
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const order = collator.compare(left[i] ?? '', right[i] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

function wordsFromGivenName(name: string): string[] {
  const [family = '', ...rest] = name.normalize('NFC').trim().split(/\s+/);
  const given = rest.pop();
  return given === undefined ? [family] : [given, rest.join(' '), family];
}
