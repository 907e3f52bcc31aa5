import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { resetClient } from '$lib/api/client';
import { need, startLanguage } from '$lib/i18n';
import { session } from './session.svelte';
import SignInForm from './SignInForm.svelte';

const fetched = vi.fn<typeof fetch>();

beforeAll(async () => {
  await startLanguage();
  await need('identity');
});
beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal('fetch', fetched);
  resetClient();
});

const answer = (signIn: unknown) =>
  fetched.mockResolvedValueOnce(
    new Response(JSON.stringify({ data: { signIn } }), { headers: { 'Content-Type': 'application/json' } }),
  );

async function attempt(login: string, password: string) {
  await fireEvent.input(screen.getByLabelText(/Tên đăng nhập/), { target: { value: login } });
  await fireEvent.input(screen.getByLabelText(/^Mật khẩu/), { target: { value: password } });
  await fireEvent.click(screen.getByRole('button', { name: 'Đăng nhập' }));
}

test('nothing is sent until both fields are filled', async () => {
  render(SignInForm, { onsignedin: vi.fn() });
  await attempt('', '');
  expect(fetched).not.toHaveBeenCalled();
  expect(screen.getByText(/Đề nghị nhập tên đăng nhập/)).toBeTruthy();
});

test('a refused sign-in is explained at the form and only the password must be typed again', async () => {
  const onsignedin = vi.fn();
  render(SignInForm, { onsignedin });
  answer({
    __typename: 'IdentityProblem',
    code: 'TOO_MANY_ATTEMPTS',
    message: 'Đăng nhập sai quá nhiều lần. Thử lại sau 5 phút.',
    path: ['login'],
  });
  await attempt('an.nguyen', 'sai');
  expect((await screen.findByRole('alert')).textContent).toContain('Thử lại sau 5 phút');
  expect((screen.getByLabelText(/Tên đăng nhập/) as HTMLInputElement).value).toBe('an.nguyen');
  expect((screen.getByLabelText(/^Mật khẩu/) as HTMLInputElement).value).toBe('');
  expect(onsignedin).not.toHaveBeenCalled();
});

test('who signs in is known to the whole app at once', async () => {
  const onsignedin = vi.fn();
  render(SignInForm, { onsignedin });
  answer({ __typename: 'Viewer', account: { displayName: 'Nguyễn Văn An' }, assignments: [] });
  await attempt(' an.nguyen ', 'đúng');
  await waitFor(() => expect(onsignedin).toHaveBeenCalledOnce());
  expect(session.viewer?.account.displayName).toBe('Nguyễn Văn An');
  const body = JSON.parse(String(fetched.mock.calls[0]?.[1]?.body)) as { variables: unknown };
  expect(body.variables).toEqual({ input: { login: 'an.nguyen', password: 'đúng' } });
});
