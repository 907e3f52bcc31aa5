import { beforeEach, expect, test, vi } from 'vitest';
import { upload } from './files';

class FakeRequest {
  static last: FakeRequest;
  upload: { onprogress?: (event: { loaded: number }) => void } = {};
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  status = 0;
  response: unknown = null;
  opened: string[] = [];
  headers: Record<string, string> = {};

  constructor() {
    FakeRequest.last = this;
  }
  open(method: string, url: string) {
    this.opened = [method, url];
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value;
  }
  send() {}
  abort() {
    this.onabort?.();
  }
  answer(status: number, response: unknown) {
    this.status = status;
    this.response = response;
    this.onload?.();
  }
}

beforeEach(() => {
  vi.stubGlobal('XMLHttpRequest', FakeRequest);
});

// A name as macOS writes it: letters and marks apart.
const file = new File(['0123456789'], 'Kế hoạch.pdf'.normalize('NFD'));

const library = (unit: string) => ({ path: '/files', about: { unit } }) as const;

test('a file goes to its unit under its composed name, with progress', async () => {
  const progress: number[] = [];
  const sending = upload(library('u 1'), file, (sent, total) => progress.push(sent, total));
  const request = FakeRequest.last;
  expect(request.opened[0]).toBe('POST');
  expect(Object.fromEntries(new URLSearchParams(request.opened[1]?.split('?')[1]))).toEqual({
    unit: 'u 1',
    name: 'Kế hoạch.pdf'.normalize('NFC'),
  });
  expect(request.headers).toMatchObject({ 'X-Thidua-CSRF': '1', 'Content-Type': 'application/octet-stream' });

  request.upload.onprogress?.({ loaded: 5 });
  request.answer(201, { id: 'f1' });
  expect(await sending.done).toEqual({ id: 'f1' });
  expect(progress).toEqual([5, 10]);
});

test('a refused file says why', async () => {
  const sending = upload(library('u1'), file, () => {});
  FakeRequest.last.answer(413, { code: 'TOO_LARGE', message: 'Tệp quá lớn.' });
  await expect(sending.done).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', message: 'Tệp quá lớn.' });
});

test('a lost line and a stopped upload are told apart', async () => {
  const lost = upload(library('u1'), file, () => {});
  FakeRequest.last.onerror?.();
  await expect(lost.done).rejects.toMatchObject({ code: 'OFFLINE' });

  const stopped = upload(library('u1'), file, () => {});
  stopped.abort();
  await expect(stopped.done).rejects.toMatchObject({ name: 'AbortError' });
});
