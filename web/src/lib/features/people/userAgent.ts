const browsers: readonly [name: string, mark: RegExp][] = [
  ['Edge', /Edg(?:e|A|iOS)?\/(\d+)/],
  ['Cốc Cốc', /coc_coc_browser\/(\d+)/],
  ['Opera', /OPR\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /Version\/(\d+).*Safari/],
];

const systems: readonly [name: string, mark: RegExp][] = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['Windows', /Windows/],
  ['macOS', /Macintosh/],
  ['Linux', /Linux/],
];

/** "Chrome 109, Windows" out of a User-Agent header; null when nothing in it is known. */
export function describeUserAgent(userAgent: string): string | null {
  // Order matters: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
  const browser = browsers.find(([, mark]) => mark.test(userAgent));
  const system = systems.find(([, mark]) => mark.test(userAgent));
  const version = browser && browser[1].exec(userAgent)?.[1];
  const parts = [browser && `${browser[0]} ${version}`, system?.[0]].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : null;
}
