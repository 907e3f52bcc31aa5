export interface Toast {
  id: number;
  tone: 'ok' | 'danger';
  text: string;
}

const lifetime = 6_000;

let last = 0;
let shown = $state.raw<readonly Toast[]>([]);

export function toasts(): readonly Toast[] {
  return shown;
}

/** Says that a deed succeeded; goes away by itself. */
export function say(text: string): void {
  const id = add('ok', text);
  setTimeout(() => dismiss(id), lifetime);
}

/** Says that a deed failed; stays until it is dismissed. Gives what `dismiss` asks for. */
export function complain(text: string): number {
  return add('danger', text);
}

export function dismiss(id: number): void {
  shown = shown.filter((toast) => toast.id !== id);
}

function add(tone: Toast['tone'], text: string): number {
  last += 1;
  // The same words twice are one toast: a failing autosave must not fill the screen.
  shown = [...shown.filter((toast) => toast.text !== text), { id: last, tone, text }];
  return last;
}
