import type { ApiError } from '$lib/api/errors';
import { toRefusal } from '$lib/api/refusals';
import { loadPapers, type Paper } from './documents';

/** The papers about a record. What is shown stays while it is asked anew, so that nobody loses their place. */
export class Papers {
  list = $state.raw<readonly Paper[] | null>(null);
  refusal = $state.raw<ApiError | null>(null);

  async load(recordId: string): Promise<void> {
    try {
      this.list = await loadPapers(recordId);
      this.refusal = null;
    } catch (error) {
      this.refusal = toRefusal(error);
    }
  }
}
