import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeAll, expect, test, vi } from 'vitest';
import { need, startLanguage } from '$lib/i18n';
import FileField from './FileField.svelte';

beforeAll(async () => {
  await startLanguage();
  await need('files');
});

const field = () => screen.getByLabelText<HTMLInputElement>(/^Danh sách/);

function show() {
  const onchoose = vi.fn();
  render(FileField, { label: 'Danh sách', hint: '', template: 'people', chosen: null, onchoose });
  return onchoose;
}

async function choose(file: File) {
  await fireEvent.change(field(), { target: { files: [file] } });
}

test('the choice before is forgotten when the dialog opens, so that a mended file of the same name counts anew', async () => {
  show();
  const written: string[] = [];
  Object.defineProperty(field(), 'value', {
    configurable: true,
    set: (value: string) => written.push(value),
  });
  await fireEvent.click(field());
  expect(written).toEqual(['']);
});

test('each choice is told, and one that is too large says what to do', async () => {
  const onchoose = show();
  await choose(new File(['login'], 'a.csv'));
  await choose(new File(['login'], 'a.csv'));
  expect(onchoose).toHaveBeenCalledTimes(2);
  expect(screen.getByRole('status').textContent).toBe('');
  const large = new File([], 'b.csv');
  Object.defineProperty(large, 'size', { value: 5 * 1024 * 1024 });
  await choose(large);
  expect(screen.getByRole('status').textContent).toContain('Đề nghị tách thành nhiều tệp');
  expect(field().getAttribute('aria-invalid')).toBe('true');
});
