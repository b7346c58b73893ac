/** Script of the live page: draws what the events of the server tell. */
export const liveScript = `
const live = JSON.parse(document.getElementById('page-data').textContent).live;
const byId = (id) => document.getElementById(id);
const panels = new Map();

/** A panel that keeps its view while its values change. */
async function update(figure, title, spec, series, marks) {
  const key = figure + '/' + title;
  const rows = series.flatMap(({ label, look, points }) =>
    points.map(([x, y]) => ({ series: label, x, y, colour: look.colour, dash: look.dash })));
  const state = panels.get(key) ?? {};
  state.series = series;
  if (!state.view) {
    if (state.begun) return;
    state.begun = true;
    panels.set(key, state);
    const cell = document.createElement('div');
    cell.className = 'cell';
    if (title) cell.append(Object.assign(document.createElement('h4'), { textContent: title }));
    const node = Object.assign(document.createElement('div'), { className: 'panel broad', role: 'img', tabIndex: 0 });
    node.ariaLabel = figure + ' ' + title + '. The arrow keys read values.';
    cell.append(node);
    byId(figure).querySelector('.panels').append(cell);
    state.cell = cell;
    state.view = await drawPanel(node, spec, rows, marks);
    readValues(node, byId(figure).querySelector('.readout'), state.view, () => ({
      name: figure === 'loss' ? 'step' : 'updates',
      series: state.series.map(({ label, look, points }) => ({
        label, colour: look.number, rows: points.map(([x, y]) => ({ series: label, x, y })),
      })),
    }));
    return;
  }
  await state.view.data('values', rows).data('marks', marks).runAsync();
}

function legend(figure, series) {
  byId(figure).querySelector('.legend').replaceChildren(...series.map(({ label, look }) => {
    const sample = Object.assign(document.createElement('span'), { className: 'c' + look.number });
    sample.innerHTML = '<svg width="26" height="10" aria-hidden="true"><line class="line" x1="1" x2="25" y1="5" y2="5" stroke-dasharray="' + look.dash.join(' ') + '"/></svg> ';
    sample.append(label);
    return sample;
  }));
}

const compact = (value) => new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
function duration(seconds) {
  if (seconds < 90) return Math.round(seconds) + ' s';
  return seconds < 5400 ? Math.round(seconds / 60) + ' min' : (seconds / 3600).toFixed(1) + ' h';
}

let current;
function show(state) {
  // Another run, or a training that was begun anew, has panels of its own.
  if (state.run !== current) {
    current = state.run;
    for (const { cell } of panels.values()) cell?.remove();
    panels.clear();
  }
  const numbers = [
    ['status', state.status],
    ['step', state.step.toLocaleString('en') + ' of ' + state.steps.toLocaleString('en')],
    ['loss', state.lastLoss === null ? '' : formatNumber(state.lastLoss)],
    ['tokens', state.tokens ? compact(state.tokens) : ''],
    ['tokens/s', state.tokensPerSecond === null ? '' : compact(state.tokensPerSecond)],
    ['time left', state.secondsLeft === null ? '' : duration(state.secondsLeft)],
  ];
  byId('numbers').replaceChildren(...numbers.filter(([, value]) => value !== '').map(([name, value]) => {
    const entry = Object.assign(document.createElement('div'), { className: 'count' });
    entry.dataset.name = name;
    entry.append(
      Object.assign(document.createElement('dt'), { textContent: name }),
      Object.assign(document.createElement('dd'), { textContent: value }));
    return entry;
  }));
  document.title = state.status + ' ' + state.step + ' – Lethe';
  byId('progress').value = state.steps ? state.step / state.steps : 0;
  byId('report').hidden = !state.report;
  byId('all-runs').textContent = state.runs.map(({ id, status }) => id + ': ' + status).join(', ');
  const losses = [
    { label: 'training', look: { number: 0, colour: 'var(--s0)', dash: [1, 0] }, points: state.loss },
    { label: 'held-out rows', look: { number: 1, colour: 'var(--s1)', dash: [7, 3] }, points: state.evaluation },
  ].filter(({ points }) => points.length > 0);
  legend('loss', losses);
  if (losses.length > 0) update('loss', '', live.loss, losses, []);
  const marks = state.rounds.filter((x) => x <= state.step).map((x) => ({ x }));
  const looks = new Map();
  for (const { depth, series } of state.panels) {
    for (const entry of series) looks.set(entry.label, entry);
    update('probes', depth, live.probes, series, marks);
  }
  legend('probes', [...looks.values()]);
  byId('probes').hidden = state.panels.length === 0;
  byId('loss').hidden = losses.length === 0;
}

let events;
function listen() {
  events?.close();
  events = new EventSource('/events?run=' + encodeURIComponent(byId('run').value));
  events.onmessage = ({ data }) => {
    const state = JSON.parse(data);
    byId('connection').hidden = !state.failure;
    byId('connection').textContent = state.failure ?? '';
    show(state);
  };
  events.onerror = () => {
    byId('connection').hidden = false;
    byId('connection').textContent = 'The server has ended; the page shows what it saw last.';
  };
}
byId('run').addEventListener('change', listen);
listen();
`;
