import { beforeEach, expect, test } from 'vitest';
import { focusLine, meaningOf, moveToLine } from './keyboard';

const sheet = () => document.querySelector('table') as HTMLElement;
const at = (id: string) => document.getElementById(id) as HTMLElement;
const focused = () => document.activeElement?.id;

beforeEach(() => {
  document.body.innerHTML = `<table><tbody>
    <tr data-line="1" tabindex="-1" id="l1"><td><input type="text" data-field="0" id="a0"><input type="text" data-field="1" id="a1"></td></tr>
    <tr data-line="2" tabindex="-1" id="l2"><td>read only</td></tr>
    <tr data-line="3"><td><input type="text" data-field="0" id="b0" disabled><input type="checkbox" data-field="1" id="b1"></td></tr>
    <tr data-line="4"><td><input type="radio" name="r" data-field="0" id="c0"><input type="radio" name="r" data-field="0" id="c1" checked><textarea id="note"></textarea></td></tr>
  </tbody></table>`;
});

test('from line to line in the same field, past lines without inputs', () => {
  expect(moveToLine(sheet(), at('a1'), 1)).toBe(true);
  expect(focused()).toBe('b1');
  moveToLine(sheet(), at('b1'), -1);
  expect(focused()).toBe('a1');
});

test('a field that the next line lacks is its first one; of radio buttons the chosen one', () => {
  moveToLine(sheet(), at('a0'), 1);
  expect(focused()).toBe('b1');
  moveToLine(sheet(), at('b1'), 1);
  expect(focused()).toBe('c1');
});

test('at either end the focus stays', () => {
  at('c1').focus();
  expect(moveToLine(sheet(), at('c1'), 1)).toBe(false);
  expect(focused()).toBe('c1');
  expect(moveToLine(sheet(), at('a0'), -1)).toBe(false);
});

test('a line shows itself by its first input, or by itself', () => {
  focusLine(at('l1'));
  expect(focused()).toBe('a0');
  focusLine(at('l2'));
  expect(focused()).toBe('l2');
});

test.each([
  ['a0', { key: 'Enter' }, 'next'],
  ['a0', { key: 'Enter', shiftKey: true }, 'previous'],
  ['a0', { key: 'ArrowDown' }, 'next'],
  ['a0', { key: 'ArrowUp' }, 'previous'],
  // Arrows choose among radio buttons.
  ['c1', { key: 'ArrowDown' }, null],
  ['c1', { key: 'Enter' }, 'next'],
  ['note', { key: 'Enter' }, null],
  ['note', { key: '?' }, null],
  ['a0', { key: '?' }, 'help'],
  ['a0', { key: 'F2' }, 'note'],
  ['note', { key: 'F4' }, 'evidence'],
  ['note', { key: 's', ctrlKey: true }, 'save'],
  ['a0', { key: 'ArrowDown', altKey: true }, null],
  ['a0', { key: '5' }, null],
] as const)('in %s %o means %s', (id, init, meaning) => {
  let found: ReturnType<typeof meaningOf> = null;
  sheet().addEventListener('keydown', (event) => (found = meaningOf(event)), { once: true });
  at(id).dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true }));
  expect(found).toBe(meaning);
});
