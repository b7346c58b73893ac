/** Script of the button that switches between the colours of the system, light and dark. */
export const themeScript = `
{
  const order = ['auto', 'light', 'dark'];
  const button = document.getElementById('theme');
  const apply = (theme) => {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.textContent = 'Colours: ' + theme;
    button.dataset.theme = theme;
  };
  // Pages from the disk may have no storage.
  const stored = () => { try { return localStorage.getItem('lethe-theme'); } catch { return null; } };
  const store = (theme) => { try { localStorage.setItem('lethe-theme', theme); } catch {} };
  apply(order.includes(stored()) ? stored() : 'auto');
  button.hidden = false;
  button.addEventListener('click', () => {
    const next = order[(order.indexOf(button.dataset.theme) + 1) % order.length];
    apply(next);
    store(next);
  });
}
`;
