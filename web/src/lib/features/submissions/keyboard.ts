/** Moves to the same field of the next line that has one (or the previous, with -1); says whether there was any. */
export function moveToLine(sheet: HTMLElement, from: Element, step: 1 | -1): boolean {
  const lines = [...sheet.querySelectorAll<HTMLElement>('[data-line]')];
  const wanted = from.closest<HTMLElement>('[data-field]')?.dataset.field ?? '0';
  const at = lines.findIndex((line) => line.contains(from));
  const ahead = step === 1 ? lines.slice(at + 1) : lines.slice(0, at).reverse();
  const field = ahead.map((line) => fieldOf(line, wanted)).find((found) => found !== undefined);
  if (field === undefined) return false;
  field.focus();
  if (field instanceof HTMLInputElement && field.type === 'text') field.select();
  return true;
}

/** The first field of a line that takes the focus, or the line itself. */
export function focusLine(line: HTMLElement): void {
  (fieldOf(line, '0') ?? line).focus();
}

/** Gives the focus of a button that its own press takes away back to its line. */
export function returnToLine({ currentTarget }: Event): void {
  if (!(currentTarget instanceof Element)) return;
  const line = currentTarget.closest<HTMLElement>('[data-line]');
  if (line) focusLine(line);
}

function fieldOf(line: HTMLElement, wanted: string): HTMLElement | undefined {
  const fields = [...line.querySelectorAll<HTMLElement>('[data-field]:not(:disabled)')];
  const field = fields.some(({ dataset }) => dataset.field === wanted) ? wanted : fields[0]?.dataset.field;
  const found = fields.filter(({ dataset }) => dataset.field === field);
  // Of radio buttons the chosen one takes the focus, as with Tab.
  return found.find((one) => one.matches(':checked')) ?? found[0];
}

export type SheetKey = 'next' | 'previous' | 'save' | 'note' | 'evidence' | 'help';

/** What a key means in the sheet; null when it means what it always does. */
export function meaningOf(event: KeyboardEvent): SheetKey | null {
  const target = event.target as HTMLElement;
  const { key } = event;
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === 's') return 'save';
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (key === 'F2') return 'note';
  if (key === 'F4') return 'evidence';

  const isText = target instanceof HTMLInputElement && target.type === 'text';
  const isWriting = target instanceof HTMLTextAreaElement;
  if (key === '?' && !isWriting) return 'help';
  if (!('field' in target.dataset) || isWriting) return null;
  if (key === 'Enter') return event.shiftKey ? 'previous' : 'next';
  if (isText && key === 'ArrowDown') return 'next';
  if (isText && key === 'ArrowUp') return 'previous';
  return null;
}
