import { ApiError, type RefusalCode } from './errors';

/**
 * Where a line stands between the keyboard and the server.
 * `held` waits for the person to complete it, `refused` for the person to correct it, `conflict` for a choice;
 * `offline` and `failed` are tried again by themselves, `stopped` is not.
 */
export type SaveState =
  | 'idle'
  | 'waiting'
  | 'saving'
  | 'saved'
  | 'held'
  | 'refused'
  | 'conflict'
  | 'offline'
  | 'failed'
  | 'stopped';

export interface Versioned {
  readonly version: number;
}

export type Outcome<L extends Versioned> =
  { kind: 'saved'; line: L } | { kind: 'stale'; current: L } | { kind: 'refused'; message: string };

export interface SaverHooks<D, L extends Versioned> {
  /** Sends the whole line; throws an ApiError when there was no answer to speak of. */
  send(version: number, draft: D): Promise<Outcome<L>>;
  /** Whether a draft makes sense to the server: it is neither half typed nor unreadable. */
  canSend(draft: D): boolean;
  /** Whether a line from the server says what the screen knew of it, so that a draft made on top of it still holds. */
  isKnown(line: L): boolean;
  /** Keeps a draft where a reload finds it. */
  keep(version: number, draft: D): void;
  forget(version: number): void;
  /** A newer line; `isSettled` when nothing typed waits on top of it. */
  ontaken(line: L, isSettled: boolean): void;
  onstate(state: SaveState, detail: { message?: string; theirs?: L }): void;
}

const pause = 800;
const firstRetry = 5_000;
const lastRetry = 60_000;
const triedAgain: readonly RefusalCode[] = [
  'OFFLINE',
  'INTERNAL',
  'LIMIT_EXCEEDED',
  'UNAVAILABLE',
  'CONFLICT',
];

/**
 * Saves one line as it is typed: a pause after the last key, one request at a time, each with the version it was made
 * on top of. What was typed is kept on this machine until the server has it.
 */
export class Saver<D, L extends Versioned> {
  #hooks: SaverHooks<D, L>;
  #version: number;
  #keptUnder: number;
  #draft: { value: D } | null = null;
  #theirs: L | null = null;
  #state: SaveState = 'idle';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  #retryAfter = firstRetry;

  constructor(version: number, hooks: SaverHooks<D, L>) {
    this.#version = version;
    this.#keptUnder = version;
    this.#hooks = hooks;
  }

  /** Something typed has not reached the server. */
  get isUnsaved(): boolean {
    return this.#draft !== null;
  }

  edit(value: D): void {
    this.#draft = { value };
    this.#hooks.keep(this.#keptUnder, value);
    if (this.#theirs) return;
    this.#schedule(pause);
  }

  /** Takes up a draft that an earlier visit left on top of the same version. */
  restore(value: D): void {
    this.#draft = { value };
    this.#schedule(pause);
  }

  /** Takes up a draft that cannot simply go on: the line has changed since, or is closed by now. */
  restoreDisputed(version: number, value: D, line: L): void {
    this.#draft = { value };
    this.#keptUnder = version;
    this.#dispute(line);
  }

  /** Sends now what waits, and resolves when no request of this line is under way. */
  async flush(): Promise<void> {
    do {
      if (this.#draft && this.#isMoving() && this.#hooks.canSend(this.#draft.value)) this.#start();
      await this.#running;
    } while (this.#state === 'waiting');
  }

  /** Sends because the person asks for it: also what was not to be tried again by itself. */
  async retry(): Promise<void> {
    if (this.#state === 'stopped') this.#tell('waiting');
    await this.flush();
  }

  /** Does something else to the line that gives it a new version, after what waits was sent. */
  async run<T>(work: () => Promise<T>, lineOf: (result: T) => L | null): Promise<T> {
    await this.flush();
    let line: L | null = null;
    const done = work();
    this.#running = done.then(
      (result) => {
        line = lineOf(result);
      },
      () => undefined,
    );
    await this.#running;
    this.#running = null;
    if (line) this.receive(line);
    if (this.#isMoving()) this.#schedule(pause);
    return done;
  }

  /** Takes a line that came by another way: what was typed stays, unless the line says what nobody here has seen. */
  receive(line: L): void {
    if (!this.#draft) return this.#settle(line);
    if (this.#theirs || !this.#hooks.isKnown(line)) return this.#dispute(line);
    this.#version = line.version;
    this.#rekey();
    this.#hooks.ontaken(line, false);
  }

  keepMine(): void {
    if (!this.#theirs) return;
    this.#version = this.#theirs.version;
    this.#theirs = null;
    this.#rekey();
    this.#schedule(0);
  }

  takeTheirs(): void {
    if (!this.#theirs) return;
    const line = this.#theirs;
    this.#theirs = null;
    this.#settle(line);
    this.#tell('idle');
  }

  /** Stops the clock; what was typed stays kept. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #isMoving(): boolean {
    return this.#state === 'waiting' || this.#state === 'offline' || this.#state === 'failed';
  }

  #schedule(after: number): void {
    clearTimeout(this.#timer);
    if (!this.#draft) return;
    if (!this.#hooks.canSend(this.#draft.value)) return this.#tell('held');
    this.#tell('waiting');
    this.#timer = setTimeout(() => this.#start(), after);
  }

  #start(): void {
    clearTimeout(this.#timer);
    // A request under way looks at what was typed meanwhile when it comes back.
    if (this.#running || !this.#draft) return;
    this.#running = this.#send(this.#draft).finally(() => (this.#running = null));
  }

  async #send(sent: { value: D }): Promise<void> {
    this.#tell('saving');
    try {
      const outcome = await this.#hooks.send(this.#version, sent.value);
      this.#retryAfter = firstRetry;
      if (outcome.kind === 'stale') return this.#dispute(outcome.current);
      const isLatest = this.#draft === sent;
      if (outcome.kind === 'saved') {
        if (isLatest) {
          this.#settle(outcome.line);
          return this.#tell('saved');
        }
        this.#version = outcome.line.version;
        this.#rekey();
        this.#hooks.ontaken(outcome.line, false);
      } else if (isLatest) {
        return this.#tell('refused', { message: outcome.message });
      }
      this.#schedule(pause);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const code = error instanceof ApiError ? error.code : 'INTERNAL';
    if (!triedAgain.includes(code)) return this.#tell('stopped');
    this.#tell(code === 'OFFLINE' ? 'offline' : 'failed');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#start(), this.#retryAfter);
    this.#retryAfter = Math.min(lastRetry, this.#retryAfter * 2);
  }

  #settle(line: L): void {
    clearTimeout(this.#timer);
    this.#draft = null;
    this.#hooks.forget(this.#keptUnder);
    this.#version = line.version;
    this.#keptUnder = line.version;
    this.#hooks.ontaken(line, true);
  }

  #dispute(theirs: L): void {
    clearTimeout(this.#timer);
    this.#theirs = theirs;
    this.#tell('conflict', { theirs });
  }

  #rekey(): void {
    if (this.#keptUnder !== this.#version) this.#hooks.forget(this.#keptUnder);
    this.#keptUnder = this.#version;
    if (this.#draft) this.#hooks.keep(this.#keptUnder, this.#draft.value);
  }

  #tell(state: SaveState, detail: { message?: string; theirs?: L } = {}): void {
    this.#state = state;
    this.#hooks.onstate(state, detail);
  }
}
