import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeAll, expect, test, vi } from 'vitest';
import { startLanguage } from '$lib/i18n';
import Picker from './Picker.svelte';

beforeAll(startLanguage);

const units = [
  { id: 'u1', name: 'Xã Bình An', parent: 'Huyện Châu Thành' },
  { id: 'u2', name: 'Xã Bình An', parent: 'Huyện Thoại Sơn' },
];

function show(search: (text: string) => Promise<typeof units>) {
  const onvalue = vi.fn();
  render(Picker<(typeof units)[number]>, {
    search,
    keyOf: ({ id }) => id,
    textOf: ({ name }) => name,
    detailOf: ({ parent }) => parent,
    onvalue,
  });
  return onvalue;
}

test('what is typed is searched, and the keyboard chooses', async () => {
  const search = vi.fn(async () => units);
  const onvalue = show(search);
  const input = screen.getByRole('combobox') as HTMLInputElement;
  await fireEvent.input(input, { target: { value: ' binh ' } });
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2));
  expect(search).toHaveBeenCalledExactlyOnceWith('binh');
  expect(input.getAttribute('aria-expanded')).toBe('true');

  await fireEvent.keyDown(input, { key: 'ArrowDown' });
  await fireEvent.keyDown(input, { key: 'Enter' });
  expect(onvalue).toHaveBeenLastCalledWith(units[1]);
  expect(input.value).toBe('Xã Bình An');
  expect(input.getAttribute('aria-expanded')).toBe('false');

  await fireEvent.click(screen.getByRole('button'));
  expect(onvalue).toHaveBeenLastCalledWith(null);
});

test('leaving without a choice keeps the choice made before', async () => {
  const onvalue = show(async () => units);
  const input = screen.getByRole('combobox') as HTMLInputElement;
  await fireEvent.input(input, { target: { value: 'binh' } });
  await fireEvent.blur(input);
  expect(input.value).toBe('');
  expect(onvalue).not.toHaveBeenCalled();
});

test('nothing found and a failed search are told apart', async () => {
  show(async (text) => {
    if (text === 'x') return [];
    throw new Error('offline');
  });
  const input = screen.getByRole('combobox');
  await fireEvent.input(input, { target: { value: 'x' } });
  await waitFor(() => expect(screen.getByText(/Không có kết quả/)).toBeTruthy());
  await fireEvent.input(input, { target: { value: 'y' } });
  await waitFor(() => expect(screen.getByText(/Không kết nối được máy chủ/)).toBeTruthy());
});
