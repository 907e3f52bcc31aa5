import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeAll, expect, test, vi } from 'vitest';
import { startLanguage } from '$lib/i18n';
import DateInput from './DateInput.svelte';
import NumberInput from './NumberInput.svelte';

beforeAll(startLanguage);

test('a number may be typed with a comma and is handed on in canonical form', async () => {
  const onvalue = vi.fn();
  render(NumberInput, { value: '6.5', decimals: 2, onvalue });
  const input = screen.getByRole('textbox') as HTMLInputElement;
  expect(input.value).toBe('6,5');
  expect(input.inputMode).toBe('decimal');

  await fireEvent.input(input, { target: { value: '6.8705' } });
  expect(onvalue).not.toHaveBeenCalled();
  expect(input.getAttribute('aria-invalid')).toBe('true');

  await fireEvent.input(input, { target: { value: '6,87' } });
  expect(onvalue).toHaveBeenLastCalledWith('6.87');
  expect(input.getAttribute('aria-invalid')).toBeNull();

  await fireEvent.input(input, { target: { value: '' } });
  expect(onvalue).toHaveBeenLastCalledWith(null);
});

test('a date is typed as day, month, year', async () => {
  const onvalue = vi.fn();
  render(DateInput, { value: '2021-12-15', onvalue });
  const input = screen.getByRole('textbox') as HTMLInputElement;
  expect(input.value).toBe('15/12/2021');

  await fireEvent.input(input, { target: { value: '31/02/2021' } });
  expect(onvalue).not.toHaveBeenCalled();
  expect(input.getAttribute('aria-invalid')).toBe('true');

  await fireEvent.input(input, { target: { value: '5/3/2021' } });
  expect(onvalue).toHaveBeenLastCalledWith('2021-03-05');
  await fireEvent.blur(input);
  expect(input.value).toBe('05/03/2021');
});
