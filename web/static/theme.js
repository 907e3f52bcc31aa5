// Runs before the first paint, so that a stored theme or language never flashes the other one.
try {
  const theme = localStorage.getItem('thidua.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  const language = localStorage.getItem('thidua.language');
  if (language === 'vi' || language === 'en') document.documentElement.lang = language;
} catch {
  // Storage is blocked: the system's theme and Vietnamese apply.
}
