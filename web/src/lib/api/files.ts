import { language } from '$lib/i18n';
import { csrfHeader } from './client';
import { ApiError, codeOfHttpStatus } from './errors';

export interface UploadedFile {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
}

/** Where a file goes: the address, and what is told of it beside its name. */
export interface UploadTarget {
  readonly path: '/files' | '/attachments';
  readonly about: Readonly<Record<string, string>>;
}

export interface Upload {
  /** Resolves when the server has stored the file; rejects with an ApiError or, when aborted, an AbortError. */
  readonly done: Promise<UploadedFile>;
  abort(): void;
}

/** Sends a file to the server. XHR, because fetch reports no upload progress in the browsers we support. */
export function upload(
  target: UploadTarget,
  file: File,
  onProgress: (sent: number, total: number) => void,
): Upload {
  const request = new XMLHttpRequest();
  const address = new URLSearchParams({ ...target.about, name: file.name.normalize('NFC') });

  const done = new Promise<UploadedFile>((resolve, reject) => {
    request.upload.onprogress = (event) => onProgress(event.loaded, file.size);
    request.onload = () => {
      if (request.status === 201) resolve(request.response as UploadedFile);
      else reject(refusalOf(request));
    };
    request.onerror = () => reject(new ApiError('OFFLINE'));
    request.ontimeout = () => reject(new ApiError('OFFLINE'));
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
  });

  request.open('POST', `${target.path}?${address}`);
  request.responseType = 'json';
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  request.setRequestHeader('Accept-Language', language());
  for (const [name, value] of Object.entries(csrfHeader)) request.setRequestHeader(name, value);
  request.send(file);

  return { done, abort: () => request.abort() };
}

function refusalOf(request: XMLHttpRequest): ApiError {
  const body = request.response as { message?: string; requestId?: string } | null;
  return new ApiError(codeOfHttpStatus(request.status), body?.requestId, body?.message);
}

/** What the file dialog offers; the server looks at the content itself. */
export const acceptedTypes =
  '.pdf,.doc,.docx,.odt,.xls,.xlsx,.ods,.csv,.txt,.png,.jpg,.jpeg,.webp,.tif,.tiff';
