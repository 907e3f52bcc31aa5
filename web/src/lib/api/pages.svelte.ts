import { ApiError } from './errors';
import { toRefusal } from './refusals';

export interface Page<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
  readonly totalCount: number;
}

/** A connection read page by page. `restart` begins anew (another filter); an answer to an older question is dropped. */
export class Pages<T> {
  nodes = $state.raw<readonly T[]>([]);
  totalCount = $state(0);
  hasMore = $state(false);
  busy = $state(false);
  refusal = $state.raw<ApiError | null>(null);

  #read: (after: string | null) => Promise<Page<T>>;
  #cursor: string | null = null;
  #turn = 0;

  constructor(read: (after: string | null) => Promise<Page<T>>, first?: Page<T>) {
    this.#read = read;
    if (first) this.#take(first, []);
  }

  more(): Promise<void> {
    return this.busy ? Promise.resolve() : this.#load(this.#cursor, this.nodes);
  }

  /** Reads on to the last page; stops where one is refused. */
  async all(): Promise<void> {
    while (this.hasMore && !this.refusal) await this.more();
  }

  restart(): Promise<void> {
    return this.#load(null, []);
  }

  async #load(after: string | null, before: readonly T[]): Promise<void> {
    const turn = ++this.#turn;
    this.busy = true;
    this.refusal = null;
    try {
      const page = await this.#read(after);
      if (turn === this.#turn) this.#take(page, before);
    } catch (error) {
      if (turn === this.#turn) this.refusal = toRefusal(error);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  #take(page: Page<T>, before: readonly T[]): void {
    this.nodes = [...before, ...page.nodes];
    this.totalCount = page.totalCount;
    this.hasMore = page.pageInfo.hasNextPage;
    this.#cursor = page.pageInfo.endCursor ?? null;
  }
}
