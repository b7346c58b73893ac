// The script of the page that follows a training.
import './theme-switch.js';
import { byId } from './by-id.js';
import { formatNumber } from './format-number.js';
import { legendSample } from './legend-sample.js';
import { clearPanels, updatePanel } from './live-panels.js';
import type { LiveSeries, LiveState } from './live-state.js';
import { makeElement } from './make-element.js';
import { content } from './read-content.js';

const specs = content.live!;
const runChoice = byId('run', HTMLSelectElement);
const connection = byId('connection', HTMLElement);

let current: string | undefined;
function show(state: LiveState): void {
  // Another run has other panels.
  if (state.run !== current) {
    current = state.run;
    clearPanels();
  }
  byId('numbers', HTMLElement).replaceChildren(...numbersOf(state).map(numberEntry));
  document.title = `${state.status} ${state.step} – Lethe`;
  byId('progress', HTMLProgressElement).value = state.steps ? state.step / state.steps : 0;
  byId('report', HTMLElement).hidden = !state.report;
  byId('all-runs', HTMLElement).textContent = state.runs
    .map(({ id, status }) => `${id}: ${status}`)
    .join(', ');

  const losses = lossSeries(state);
  showLegend('loss', losses);
  if (losses.length > 0) void updatePanel('loss', '', specs.loss, losses, []);
  byId('loss', HTMLElement).hidden = losses.length === 0;

  const marks = state.rounds.filter((x) => x <= state.step);
  const byLabel = new Map<string, LiveSeries>();
  for (const { depth, series } of state.panels) {
    for (const entry of series) byLabel.set(entry.label, entry);
    void updatePanel('probes', depth, specs.probes, series, marks);
  }
  showLegend('probes', [...byLabel.values()]);
  byId('probes', HTMLElement).hidden = state.panels.length === 0;
}

function numbersOf(state: LiveState): { name: string; value: string }[] {
  const { lastLoss, tokens, tokensPerSecond, secondsLeft } = state;
  const numbers = [
    { name: 'status', value: state.status },
    { name: 'step', value: `${state.step.toLocaleString('en')} of ${state.steps.toLocaleString('en')}` },
    { name: 'loss', value: lastLoss === null ? '' : formatNumber(lastLoss) },
    { name: 'tokens', value: tokens ? compact(tokens) : '' },
    { name: 'tokens/s', value: tokensPerSecond === null ? '' : compact(tokensPerSecond) },
    { name: 'time left', value: secondsLeft === null ? '' : duration(secondsLeft) },
  ];
  return numbers.filter(({ value }) => value !== '');
}

function numberEntry({ name, value }: { name: string; value: string }): HTMLElement {
  const entry = makeElement(
    'div',
    { className: 'count' },
    makeElement('dt', { textContent: name }),
    makeElement('dd', { textContent: value }),
  );
  entry.dataset.name = name;
  return entry;
}

function lossSeries({ loss, evaluation }: LiveState): LiveSeries[] {
  const series = [
    { label: 'training', look: { number: 0, colour: 'var(--s0)', dash: [1, 0] }, points: loss },
    { label: 'held-out rows', look: { number: 1, colour: 'var(--s1)', dash: [7, 3] }, points: evaluation },
  ];
  return series.filter(({ points }) => points.length > 0);
}

function showLegend(figure: string, series: readonly LiveSeries[]): void {
  const samples = series.map(({ label, look }) => legendSample(label, look.number, look.dash));
  byId(figure, HTMLElement)
    .querySelector('.legend')!
    .replaceChildren(...samples);
}

const compact = (value: number): string =>
  new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 }).format(value);

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

let events: EventSource | undefined;
function listen(): void {
  events?.close();
  events = new EventSource(`/events?run=${encodeURIComponent(runChoice.value)}`);
  events.onmessage = ({ data }: MessageEvent<string>) => {
    const state = JSON.parse(data) as LiveState;
    connection.hidden = !state.failure;
    connection.textContent = state.failure ?? '';
    show(state);
  };
  events.onerror = () => {
    connection.hidden = false;
    connection.textContent = 'The server has ended; the page shows what it saw last.';
  };
}
runChoice.addEventListener('change', listen);
listen();
