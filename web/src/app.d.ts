import type { RefusalCode } from '$lib/api/errors';

declare global {
  namespace App {
    interface Error {
      message: string;
      code: RefusalCode;
      requestId?: string;
    }
  }
}

export {};
