/**
 * Script that draws panels by Vega to the width there is, and reads values under the pointer or the arrow keys; other
 * scripts use its functions.
 */
export const panelScript = `
const { specs, padding, figures: figureData } = JSON.parse(document.getElementById('page-data').textContent);

/** A panel drawn by Vega inside a node; nothing but its data changes later. */
async function drawPanel(node, spec, values, marks, shown) {
  const parsed = vega.parse(structuredClone(specs[spec]), null, { ast: true });
  const view = new vega.View(parsed, { renderer: 'svg', hover: false, expr: vega.expressionInterpreter });
  const fit = () => Math.max(120, node.clientWidth - padding.left - padding.right);
  const fresh = document.createElement('div');
  const named = new Set(specs[spec].data.map(({ name }) => name));
  view.width(fit()).data('values', values);
  if (named.has('marks')) view.data('marks', marks);
  if (shown) view.signal('shown', shown);
  view.initialize(fresh);
  view.hasCursor = named.has('cursor');
  await view.runAsync();
  node.replaceChildren(fresh);
  new ResizeObserver(() => { if (view.width() !== fit()) view.width(fit()).runAsync(); }).observe(node);
  return view;
}

/** Reads values of a panel: what lies nearest to the pointer, or the next one by the arrow keys. */
function readValues(node, readout, view, describe) {
  let current = null;
  const along = (x) => {
    const scale = view.scale('x');
    return padding.left + scale(x) + (scale.bandwidth ? scale.bandwidth() / 2 : 0);
  };
  function clear() {
    if (current === null) return;
    current = null;
    readout.hidden = true;
    if (view.hasCursor) view.data('cursor', []).runAsync();
  }
  function show(x) {
    if (x === undefined) return clear();
    current = x;
    const { name, series } = describe();
    const at = along(x);
    readout.replaceChildren(readoutLine(name + ' ' + formatNumber(x)));
    const cursor = [];
    for (const { label, colour, rows } of series) {
      const near = rows.reduce((best, row) =>
        best && Math.abs(along(best.x) - at) <= Math.abs(along(row.x) - at) ? best : row, undefined);
      if (!near || Math.abs(along(near.x) - at) > 5) continue;
      cursor.push(near);
      const interval = near.low == null ? '' : '  [' + formatNumber(near.low) + ', ' + formatNumber(near.high) + ']';
      readout.append(readoutLine(label + '  ' + formatNumber(near.y) + interval, colour));
    }
    if (view.hasCursor) view.data('cursor', cursor.map((row) => ({ ...row, x }))).runAsync();
    readout.hidden = false;
    const outer = readout.offsetParent.getBoundingClientRect();
    const box = node.getBoundingClientRect();
    const left = box.left - outer.left + at;
    const fits = left + 16 + readout.offsetWidth < outer.width;
    const shift = fits ? left + 14 : left - 14 - readout.offsetWidth;
    readout.style.left = Math.max(4, Math.min(shift, outer.width - readout.offsetWidth - 4)) + 'px';
    readout.style.top = box.top - outer.top + padding.top + 'px';
  }
  const places = () => {
    const xs = [...new Set(describe().series.flatMap((entry) => (entry.fitted ? [] : entry.rows.map((row) => row.x))))];
    return xs.sort((a, b) => along(a) - along(b));
  };
  node.addEventListener('pointermove', (event) => {
    const px = event.clientX - node.getBoundingClientRect().left;
    show(places().reduce((best, x) =>
      best !== undefined && Math.abs(along(best) - px) <= Math.abs(along(x) - px) ? best : x, undefined));
  });
  node.addEventListener('pointerleave', clear);
  node.addEventListener('blur', clear);
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return clear();
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!move) return;
    event.preventDefault();
    const xs = places();
    const place = current === null ? 0 : xs.indexOf(current) + move;
    show(xs[Math.min(Math.max(place, 0), xs.length - 1)]);
  });
}
function whenNear(node, wake) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    wake();
  }, { rootMargin: '400px' });
  observer.observe(node);
}
function formatNumber(value) {
  if (typeof value !== 'number') return String(value);
  const size = Math.abs(value);
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return size >= 100 ? value.toFixed(0) : size >= 1 ? value.toFixed(2) : value.toFixed(3);
}
function readoutLine(text, colour) {
  const row = document.createElement('div');
  if (colour !== undefined) {
    row.className = 'c' + colour;
    row.append(document.createElement('i'));
  }
  row.append(text);
  return row;
}
`;
