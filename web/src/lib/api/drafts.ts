/** What was typed and has not reached the server, kept on this machine. One entry a line and version it was made on. */
export interface Kept<D> {
  version: number;
  draft: D;
}

const prefix = 'thidua.draft';

export class Drafts<D> {
  /** Drafts are the person's own: another one at the same machine does not find them. */
  constructor(readonly accountId: string) {}

  keep(lineId: string, version: number, draft: D): void {
    try {
      localStorage.setItem(this.#key(lineId, version), JSON.stringify({ at: Date.now(), draft }));
    } catch {
      // Storage is full or blocked: the draft lasts as long as the page.
    }
  }

  forget(lineId: string, version: number): void {
    try {
      localStorage.removeItem(this.#key(lineId, version));
    } catch {
      // Storage is blocked, so nothing was kept.
    }
  }

  /** The latest draft of each line. */
  all(): Map<string, Kept<D>> {
    const latest = new Map<string, Kept<D> & { at: number }>();
    for (const [key, text] of entries()) {
      const [lineId, version] = this.#parse(key);
      if (lineId === undefined || version === undefined) continue;
      try {
        const { at, draft } = JSON.parse(text) as { at: number; draft: D };
        if (at >= (latest.get(lineId)?.at ?? 0)) latest.set(lineId, { at, version, draft });
      } catch {
        // Not written by this app.
      }
    }
    return latest;
  }

  #key(lineId: string, version: number): string {
    return `${prefix}/${this.accountId}/${lineId}/${version}`;
  }

  #parse(key: string): [lineId?: string, version?: number] {
    const own = `${prefix}/${this.accountId}/`;
    if (!key.startsWith(own)) return [];
    const rest = key.slice(own.length);
    const at = rest.lastIndexOf('/');
    return [rest.slice(0, at), Number(rest.slice(at + 1))];
  }
}

function entries(): [key: string, text: string][] {
  try {
    return Object.keys(localStorage).map((key) => [key, localStorage.getItem(key) ?? '']);
  } catch {
    return [];
  }
}
