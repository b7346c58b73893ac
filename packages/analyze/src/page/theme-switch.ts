import { byId } from './by-id.js';

const themes = ['auto', 'light', 'dark'];

/** The button that switches between the colours of the system, light and dark. */
const button = byId('theme', HTMLButtonElement);

function apply(theme: string): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  button.textContent = `Colours: ${theme}`;
  button.dataset.theme = theme;
}

// Pages from the disk may have no storage.
function stored(): string | null {
  try {
    return localStorage.getItem('lethe-theme');
  } catch {
    return null;
  }
}
function store(theme: string): void {
  try {
    localStorage.setItem('lethe-theme', theme);
  } catch {}
}

apply(themes.find((theme) => theme === stored()) ?? 'auto');
button.hidden = false;
button.addEventListener('click', () => {
  const next = themes[(themes.indexOf(button.dataset.theme!) + 1) % themes.length]!;
  apply(next);
  store(next);
});
