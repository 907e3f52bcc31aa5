import { ApiError } from './errors';
import { toRefusal } from './refusals';

/** One thing a screen does against the server: whether it runs, and what refused it last. */
export class Task {
  busy = $state(false);
  refusal = $state.raw<ApiError | null>(null);

  /** Runs the work unless it runs already; gives undefined when it was refused. */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.refusal = null;
    try {
      return await work();
    } catch (error) {
      this.refusal = toRefusal(error);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
