export type Theme = 'light' | 'dark' | 'system';

export const themes: readonly Theme[] = ['system', 'light', 'dark'];

const storageKey = 'thidua.theme';

let current = $state<Theme>(read());

export function theme(): Theme {
  return current;
}

/** Applies the choice at once and remembers it; `/theme.js` applies it before the next first paint. */
export function setTheme(chosen: Theme): void {
  current = chosen;
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  try {
    if (chosen === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, chosen);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}

function read(): Theme {
  const stored = document.documentElement.dataset.theme;
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}
