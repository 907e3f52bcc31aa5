import { beforeEach, expect, test, vi } from 'vitest';
import { SignOutDocument, ViewerDocument } from '$gql/identity/graphql';
import { mutate, onInDoubt, onSignedOut, query, resetClient } from './client';

const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal('fetch', fetched);
  resetClient();
});

function answer(body: unknown, status = 200) {
  const headers = { 'Content-Type': 'application/graphql-response+json' };
  fetched.mockResolvedValueOnce(new Response(JSON.stringify(body), { status, headers }));
}

test('a request is a POST that names its language and what it accepts', async () => {
  answer({ data: { viewer: null } });
  expect(await query(ViewerDocument)).toEqual({ viewer: null });

  const [url, init] = fetched.mock.calls[0] ?? [];
  const headers = new Headers(init?.headers);
  expect(url).toBe('/graphql');
  expect(init?.method).toBe('POST');
  expect(init?.credentials).toBe('same-origin');
  expect(headers.get('content-type')).toBe('application/json');
  expect(headers.get('accept')).toBe('application/graphql-response+json, application/json;q=0.9');
  expect(headers.get('accept-language')).toBe('vi');
  expect(headers.get('x-thidua-csrf')).toBe('1');
});

test('reads are fresh every time', async () => {
  answer({ data: { viewer: null } });
  answer({ data: { viewer: null } });
  await query(ViewerDocument);
  await query(ViewerDocument);
  expect(fetched).toHaveBeenCalledTimes(2);
});

test('a refusal keeps its code and the id the operator finds it by', async () => {
  answer({ data: null, errors: [{ message: 'No.', extensions: { code: 'INTERNAL', requestId: 'r-17' } }] });
  await expect(mutate(SignOutDocument)).rejects.toMatchObject({
    code: 'INTERNAL',
    requestId: 'r-17',
    message: 'No.',
  });
});

test('an ended session is told to who asked to know', async () => {
  const told = vi.fn();
  onSignedOut(told);
  answer({ data: null, errors: [{ message: 'Sign in.', extensions: { code: 'UNAUTHENTICATED' } }] });
  await expect(mutate(SignOutDocument)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(told).toHaveBeenCalledOnce();
});

test('no answer at all is OFFLINE, a foreign answer goes by its status', async () => {
  fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  await expect(query(ViewerDocument)).rejects.toMatchObject({ code: 'OFFLINE' });

  fetched.mockResolvedValueOnce(new Response('<h1>Bad gateway</h1>', { status: 502 }));
  await expect(query(ViewerDocument)).rejects.toMatchObject({ code: 'INTERNAL' });

  fetched.mockResolvedValueOnce(new Response('slow down', { status: 429 }));
  await expect(query(ViewerDocument)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

const doubt = { data: null, errors: [{ message: 'Who?', extensions: { code: 'STEP_UP_REQUIRED' } }] };

test('a deed in doubt is sent again once the person has proved who they are', async () => {
  onInDoubt(() => Promise.resolve(true));
  answer(doubt);
  answer({ data: { signOut: true } });
  expect(await mutate(SignOutDocument)).toEqual({ signOut: true });
  expect(fetched).toHaveBeenCalledTimes(2);
  expect(fetched.mock.calls[0]?.[1]?.body).toBe(fetched.mock.calls[1]?.[1]?.body);
});

test('a deed in doubt is not sent again when the person does not prove it', async () => {
  onInDoubt(() => Promise.resolve(false));
  answer(doubt);
  await expect(mutate(SignOutDocument)).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' });
  expect(fetched).toHaveBeenCalledOnce();
});
