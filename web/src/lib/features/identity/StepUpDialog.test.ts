import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { resetClient } from '$lib/api/client';
import { need, startLanguage } from '$lib/i18n';
import StepUpDialog from './StepUpDialog.svelte';

const fetched = vi.fn<typeof fetch>();

beforeAll(async () => {
  await startLanguage();
  await need('security');
});
beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal('fetch', fetched);
  resetClient();
});

const answer = (data: unknown) =>
  fetched.mockResolvedValueOnce(
    new Response(JSON.stringify({ data }), { headers: { 'Content-Type': 'application/json' } }),
  );
const factor = (isActive: boolean) => answer({ viewer: { secondFactor: { isActive } } });

async function confirm(label: RegExp, text: string) {
  await fireEvent.input(await screen.findByLabelText(label), { target: { value: text } });
  await fireEvent.click(screen.getByRole('button', { name: 'Xác nhận' }));
}

function sent(): unknown {
  const last = fetched.mock.calls.at(-1)?.[1]?.body;
  return (JSON.parse(String(last)) as { variables: unknown }).variables;
}

test('where a second factor is set up a code is asked for, and no password', async () => {
  const onanswer = vi.fn();
  factor(true);
  render(StepUpDialog, { onanswer });
  expect(await screen.findByLabelText(/^Mã xác thực/)).toBeTruthy();
  expect(screen.queryByLabelText(/^Mật khẩu/)).toBeNull();
  answer({ confirmIdentity: { __typename: 'Viewer' } });
  await confirm(/^Mã xác thực/, '123456');
  await waitFor(() => expect(onanswer).toHaveBeenCalledWith(true));
  expect(sent()).toEqual({ input: { code: '123456' } });
});

test('without one the password is asked for, and a factor set up elsewhere meanwhile changes the question', async () => {
  const onanswer = vi.fn();
  factor(false);
  render(StepUpDialog, { onanswer });
  answer({ confirmIdentity: { __typename: 'IdentityProblem', code: 'CODE_NEEDED', message: 'Nhập mã.' } });
  await confirm(/^Mật khẩu/, 'mưa rào');
  expect(sent()).toEqual({ input: { password: 'mưa rào' } });
  expect(await screen.findByLabelText(/^Mã xác thực/)).toBeTruthy();
  expect(screen.getByText('Nhập mã.')).toBeTruthy();
  expect(onanswer).not.toHaveBeenCalled();
});
