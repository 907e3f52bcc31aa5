import type { ApiError } from '$lib/api/errors';
import { upload, type Upload, type UploadedFile } from '$lib/api/files';
import { toRefusal } from '$lib/api/refusals';

/** One file on its way to the library. */
export class Sending {
  sent = $state(0);
  refusal = $state.raw<ApiError | null>(null);
  #upload: Upload | null = null;

  constructor(
    readonly id: number,
    readonly unitId: string,
    readonly file: File,
  ) {}

  /** Sends the file, again after a failure; gives null when it was refused or stopped. */
  async start(): Promise<UploadedFile | null> {
    this.refusal = null;
    this.sent = 0;
    this.#upload = upload(this.unitId, this.file, (sent) => (this.sent = sent));
    try {
      return await this.#upload.done;
    } catch (error) {
      const wasStopped = error instanceof DOMException && error.name === 'AbortError';
      if (!wasStopped) this.refusal = toRefusal(error);
      return null;
    }
  }

  stop(): void {
    this.#upload?.abort();
  }
}

/** The files on their way to a unit's library, in the order in which they were given. */
export class Uploads {
  sending = $state.raw<readonly Sending[]>([]);
  #last = 0;

  constructor(
    readonly unitId: string,
    readonly onstored: (file: UploadedFile) => void,
  ) {}

  add(files: Iterable<File>): void {
    for (const file of files) {
      this.#last += 1;
      const sending = new Sending(this.#last, this.unitId, file);
      this.sending = [...this.sending, sending];
      void this.run(sending);
    }
  }

  async run(sending: Sending): Promise<void> {
    const stored = await sending.start();
    if (stored) {
      this.#drop(sending);
      this.onstored(stored);
    }
  }

  stop(sending: Sending): void {
    sending.stop();
    this.#drop(sending);
  }

  stopAll(): void {
    for (const sending of this.sending) sending.stop();
  }

  #drop(sending: Sending): void {
    this.sending = this.sending.filter((other) => other !== sending);
  }
}
