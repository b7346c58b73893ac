/** Script that brings figures to life when they come near the screen; the legend switches series. */
export const figureScript = `
for (const figure of document.querySelectorAll('figure[data-figure]')) {
  const { xName, series: looks, shown: first, panels } = figureData[figure.dataset.figure];
  const readout = figure.querySelector('.readout');
  const nodes = [...figure.querySelectorAll('.panel')];
  const off = new Set();
  const rowsOf = panels.map(({ series }) => series.map(expand));
  const isOn = (label) => !looks[label].keys.some((key) => off.has(key));
  const shown = () => Object.fromEntries(Object.keys(looks).map((label) => [label, isOn(label)]));
  let views;
  const wake = () => (views ??= Promise.all(nodes.map(async (node, i) => {
    const values = rowsOf[i].flatMap((entry) => entry.rows);
    const marks = panels[i].marks.map((x) => ({ x }));
    const view = await drawPanel(node, panels[i].spec, values, marks, shown());
    readValues(node, readout, view, () => ({
      name: xName,
      series: rowsOf[i].filter(({ label }) => isOn(label)).map((entry) => ({ ...looks[entry.label], ...entry })),
    }));
    return view;
  })).then((ready) => { figure.dataset.live = 'true'; return ready; }));
  for (const button of figure.querySelectorAll('.key')) {
    if (button.getAttribute('aria-pressed') === 'false') off.add(button.dataset.key);
    button.addEventListener('click', async () => {
      const on = off.has(button.dataset.key);
      if (on) off.delete(button.dataset.key);
      else off.add(button.dataset.key);
      button.setAttribute('aria-pressed', String(on));
      for (const view of await wake()) view.signal('shown', shown()).runAsync();
    });
  }
  whenNear(figure, wake);
  const header = ['panel', 'series', xName, 'value', 'low', 'high'];
  const lines = () => panels.flatMap(({ title }, i) => rowsOf[i].flatMap(({ label, rows }) =>
    rows.map((row) => [title, label, row.x, row.y, row.low ?? '', row.high ?? ''])));
  figure.querySelector('.csv').addEventListener('click', (event) => {
    const quote = (cell) => (/[",\\n]/.test(cell) ? '"' + String(cell).replaceAll('"', '""') + '"' : cell);
    const text = [header, ...lines()].map((cells) => cells.map(quote).join(',') + '\\n').join('');
    event.currentTarget.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  });
  const details = figure.querySelector('details.values');
  details.addEventListener('toggle', () => {
    if (!details.open || details.querySelector('table')) return;
    const table = document.createElement('table');
    table.className = 'numbers';
    const head = table.createTHead().insertRow();
    for (const text of header) head.append(Object.assign(document.createElement('th'), { textContent: text, scope: 'col' }));
    const body = table.createTBody();
    for (const cells of lines()) {
      const row = body.insertRow();
      for (const cell of cells) row.insertCell().textContent = typeof cell === 'number' ? formatNumber(cell) : cell;
    }
    details.querySelector('.scroll').replaceChildren(table);
  });
}

function expand({ label, x, y, low, high }) {
  return { label, rows: x.map((at, i) => ({ series: label, x: at, y: y[i], low: low?.[i] ?? null, high: high?.[i] ?? null })) };
}
`;
