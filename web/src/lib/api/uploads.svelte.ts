import type { ApiError } from './errors';
import { upload, type Upload, type UploadedFile, type UploadTarget } from './files';
import { toRefusal } from './refusals';

/** One file on its way to the server. */
export class Sending {
  sent = $state(0);
  refusal = $state.raw<ApiError | null>(null);
  #upload: Upload | null = null;

  constructor(
    readonly id: number,
    readonly target: UploadTarget,
    readonly file: File,
  ) {}

  /** Sends the file, again after a failure; gives null when it was refused or stopped. */
  async start(): Promise<UploadedFile | null> {
    this.refusal = null;
    this.sent = 0;
    this.#upload = upload(this.target, this.file, (sent) => (this.sent = sent));
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

/** The files on their way to the server, in the order in which they were given. */
export class Uploads {
  sending = $state.raw<readonly Sending[]>([]);
  #last = 0;

  constructor(
    /** Where each goes, asked when it is given. */
    readonly target: () => UploadTarget,
    readonly onstored: (file: UploadedFile) => void,
  ) {}

  add(files: Iterable<File>): void {
    for (const file of files) {
      this.#last += 1;
      const sending = new Sending(this.#last, this.target(), file);
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
