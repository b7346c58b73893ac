import type { DrawnPanel, Row } from './draw-panel.js';
import { formatNumber } from './format-number.js';
import { content } from './read-content.js';

/** What can be read from a panel. */
export interface Readable {
  /** Name of x. */
  name: string;
  series: {
    label: string;
    /** Number of the colour. */
    colour: number;
    rows: readonly Row[];
    /** A fitted curve is read where measured series have values. */
    fitted?: boolean;
  }[];
}

/** Reads values of a panel: what lies nearest to the pointer, or the next one by the arrow keys. */
export function readValues(
  node: HTMLElement,
  readout: HTMLElement,
  { view, hasCursor }: DrawnPanel,
  describe: () => Readable,
): void {
  const { padding } = content;
  let current: Row['x'] | undefined;
  const along = (x: Row['x']): number => {
    const scale = view.scale('x');
    return padding.left + scale(x) + (scale.bandwidth ? scale.bandwidth() / 2 : 0);
  };
  const nearest = <Value>(values: readonly Value[], xOf: (value: Value) => Row['x'], at: number) =>
    values.reduce<Value | undefined>(
      (best, value) =>
        best !== undefined && Math.abs(along(xOf(best)) - at) <= Math.abs(along(xOf(value)) - at)
          ? best
          : value,
      undefined,
    );
  function clear(): void {
    if (current === undefined) return;
    current = undefined;
    readout.hidden = true;
    if (hasCursor) void view.data('cursor', []).runAsync();
  }
  function show(x: Row['x'] | undefined): void {
    if (x === undefined) {
      clear();
      return;
    }
    current = x;
    const { name, series } = describe();
    const at = along(x);
    readout.replaceChildren(readoutLine(`${name} ${formatNumber(x)}`));
    const cursor: Row[] = [];
    for (const { label, colour, rows } of series) {
      const near = nearest(rows, (row) => row.x, at);
      if (!near || Math.abs(along(near.x) - at) > 5) continue;
      cursor.push({ ...near, x });
      const interval = near.low == null ? '' : `  [${formatNumber(near.low)}, ${formatNumber(near.high!)}]`;
      readout.append(readoutLine(`${label}  ${formatNumber(near.y)}${interval}`, colour));
    }
    if (hasCursor) void view.data('cursor', cursor).runAsync();
    readout.hidden = false;
    place(at);
  }
  /** Puts the readout beside a place of the panel, within the figure. */
  function place(at: number): void {
    const outer = readout.offsetParent!.getBoundingClientRect();
    const box = node.getBoundingClientRect();
    const left = box.left - outer.left + at;
    const fits = left + 16 + readout.offsetWidth < outer.width;
    const shift = fits ? left + 14 : left - 14 - readout.offsetWidth;
    readout.style.left = `${Math.max(4, Math.min(shift, outer.width - readout.offsetWidth - 4))}px`;
    readout.style.top = `${box.top - outer.top + padding.top}px`;
  }
  const places = (): Row['x'][] => {
    const measured = describe().series.filter(({ fitted }) => !fitted);
    const xs = new Set(measured.flatMap(({ rows }) => rows.map(({ x }) => x)));
    return [...xs].sort((a, b) => along(a) - along(b));
  };
  node.addEventListener('pointermove', ({ clientX }) =>
    show(nearest(places(), (x) => x, clientX - node.getBoundingClientRect().left)),
  );
  node.addEventListener('pointerleave', clear);
  node.addEventListener('blur', clear);
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return clear();
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!move) return;
    event.preventDefault();
    const xs = places();
    const next = current === undefined ? 0 : xs.indexOf(current) + move;
    show(xs[Math.min(Math.max(next, 0), xs.length - 1)]);
  });
}

function readoutLine(text: string, colour?: number): HTMLElement {
  const line = document.createElement('div');
  if (colour !== undefined) {
    line.className = `c${colour}`;
    line.append(document.createElement('i'));
  }
  line.append(text);
  return line;
}
