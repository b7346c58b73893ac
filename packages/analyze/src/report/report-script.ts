/** Script of the report: readout under the pointer or the arrow keys, and switching series on and off. */
export const reportScript = `
'use strict';
for (const figure of document.querySelectorAll('figure.figure')) {
  const data = JSON.parse(figure.querySelector('.figure-data').textContent);
  const readout = figure.querySelector('.readout');
  const off = new Set();
  for (const button of figure.querySelectorAll('.key')) {
    if (button.getAttribute('aria-pressed') === 'false') off.add(button.dataset.key);
    button.addEventListener('click', () => {
      const on = off.has(button.dataset.key);
      if (on) off.delete(button.dataset.key);
      else off.add(button.dataset.key);
      button.setAttribute('aria-pressed', String(on));
      for (const group of figure.querySelectorAll('.series')) {
        group.toggleAttribute('hidden', group.dataset.keys.split('|').some((key) => off.has(key)));
      }
    });
  }
  for (const svg of figure.querySelectorAll('.panel')) watchPanel(svg);

  function watchPanel(svg) {
    const panel = data.panels[Number(svg.dataset.panel)];
    // The browser would show the title as a tooltip over the readout.
    const title = svg.querySelector('title');
    svg.setAttribute('aria-label', title.textContent);
    svg.setAttribute('aria-describedby', svg.querySelector('desc').id);
    svg.removeAttribute('aria-labelledby');
    title.remove();
    let current = null;

    svg.addEventListener('pointermove', (event) => {
      const box = svg.getBoundingClientRect();
      const x = invert(((event.clientX - box.left) / box.width) * data.frame.width);
      show(nearest(allX(), x));
    });
    svg.addEventListener('pointerleave', clear);
    svg.addEventListener('blur', clear);
    svg.addEventListener('keydown', (event) => {
      const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!move) return;
      event.preventDefault();
      const xs = allX();
      const place = current === null ? 0 : xs.indexOf(current) + move;
      show(xs[Math.min(Math.max(place, 0), xs.length - 1)]);
    });

    function visible() {
      return panel.series.filter((series) => !series.keys.some((key) => off.has(key)));
    }
    function allX() {
      const xs = new Set();
      for (const series of visible()) if (!series.fitted) for (const point of series.points) xs.add(point[0]);
      return [...xs].sort((a, b) => a - b);
    }
    function show(x) {
      clear();
      if (x === undefined) return;
      current = x;
      const at = mapX(x);
      const { top, bottom } = data.frame;
      const cursor = element('g', { class: 'cursor-group' });
      cursor.append(element('line', { class: 'cursor', x1: at, x2: at, y1: top, y2: bottom }));
      readout.replaceChildren(line(data.xName + ' ' + number(x)));
      for (const series of visible()) {
        const point = pointAt(series, x);
        if (!point) continue;
        const y = mapY(point[1]);
        if (y >= top - 1 && y <= bottom + 1 && data.xName !== 'encounter') {
          cursor.append(element('circle', { class: 'cursor-dot c' + series.colour, cx: at, cy: y, r: 3.2 }));
        }
        const interval = point[2] == null ? '' : '  [' + number(point[2]) + ', ' + number(point[3]) + ']';
        readout.append(line(series.label + '  ' + number(point[1]) + interval, series.colour));
      }
      svg.append(cursor);
      place(at);
    }
    function clear() {
      current = null;
      readout.hidden = true;
      svg.querySelector('.cursor-group')?.remove();
    }
    function place(at) {
      readout.hidden = false;
      const box = svg.getBoundingClientRect();
      const outer = figure.getBoundingClientRect();
      const left = box.left - outer.left + (at / data.frame.width) * box.width;
      const fits = left + 16 + readout.offsetWidth < outer.width;
      readout.style.left = Math.max(4, fits ? left + 14 : left - 14 - readout.offsetWidth) + 'px';
      readout.style.top = box.top - outer.top + 34 + 'px';
    }
    function pointAt(series, x) {
      const found = nearest(series.points.map((point) => point[0]), x);
      if (found === undefined || Math.abs(mapX(found) - mapX(x)) > 5) return undefined;
      return series.points.find((point) => point[0] === found);
    }
    function mapY(value) {
      const [from, to] = panel.y;
      return data.frame.bottom - ((value - from) / (to - from)) * (data.frame.bottom - data.frame.top);
    }
  }

  function mapX(value) {
    const [from, to] = data.x.domain.map(along);
    return data.frame.left + ((along(value) - from) / (to - from || 1)) * (data.frame.right - data.frame.left);
  }
  function invert(px) {
    const [from, to] = data.x.domain.map(along);
    const value = from + ((px - data.frame.left) / (data.frame.right - data.frame.left)) * (to - from);
    return data.x.log ? 10 ** value : value;
  }
  function along(value) {
    return data.x.log ? Math.log10(value) : value;
  }
}

function nearest(values, x) {
  let best;
  for (const value of values) if (best === undefined || Math.abs(value - x) < Math.abs(best - x)) best = value;
  return best;
}
function number(value) {
  const size = Math.abs(value);
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return size >= 100 ? value.toFixed(0) : size >= 1 ? value.toFixed(2) : value.toFixed(3);
}
function line(text, colour) {
  const row = document.createElement('div');
  if (colour !== undefined) {
    row.className = 'c' + colour;
    row.append(document.createElement('i'));
  }
  row.append(text);
  return row;
}
function element(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
`;
