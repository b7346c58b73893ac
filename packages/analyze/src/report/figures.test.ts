import { describe, expect, it } from 'vitest';
import { drawFigureSvg, drawPanels } from './draw-figure.js';
import { type Figure, type Series, withoutEmptyParts } from './figure.js';
import { figureCsv } from './figure-rows.js';
import { finishedFigure } from './finished-figure.js';
import { renderPng } from './render-png.js';
import { yRangeOf } from './value-range.js';

const series = (label: string, style: Series['style'], ys: number[], more: Partial<Series> = {}): Series => ({
  label,
  keys: [label],
  colour: 0,
  style,
  dash: [],
  points: ys.map((y, i) => ({ x: i + 1, y })),
  ...more,
});

const figure = (panels: Series[][], more: Partial<Figure> = {}): Figure => ({
  id: 'f',
  title: 'A figure',
  caption: 'Of what.',
  xLabel: 'multiplicity K',
  yLabel: 'share',
  xName: 'K',
  xScale: 'category',
  xLabels: ['1', '2', '8, all'],
  sharedY: true,
  yIncludes: [],
  legend: [],
  panels: panels.map((list, i) => ({ title: `panel ${i}`, series: list, marks: [] })),
  ...more,
});

/** The elements that one layer of marks draws. */
const marks = (svg: string, name: string): string[] =>
  [...svg.matchAll(new RegExp(`role-mark ${name}_marks"[^>]*>(.*?)</g>`, 'gs'))].flatMap(
    ([, layer]) => layer!.match(/<(?:path|line)\b[^>]*>/g) ?? [],
  );

const numbers = (pattern: RegExp, text: string): number[] => pattern.exec(text)!.slice(1).map(Number);

/** Where a y stands in a panel 210 pixels high. */
const heightIn = (drawn: Figure): ((y: number) => number) => {
  const [from, to] = yRangeOf(drawn, drawn.panels);
  return (y) => (210 * (to - y)) / (to - from);
};

describe('figures', () => {
  it('stack parts of a whole on one bar, and the axis holds the sum', async () => {
    const stacked = figure([
      [series('exact', 'stack', [0.2, 0.5, 0.9]), series('wrong', 'stack', [0.8, 0.5, 0.1])],
    ]);
    const [from, to] = yRangeOf(stacked, stacked.panels);
    expect(from).toBe(0);
    expect(to).toBeCloseTo(1.04, 10);
    const [panel] = await drawPanels(stacked);
    expect(marks(panel!.svg, 'stack')).toHaveLength(6);
    expect(panel!.values.slice(0, 3).map(({ x }) => x)).toEqual(['1', '2', '8, all']);
  });

  const interval = (s: Series): Series => ({
    ...s,
    points: s.points.map((point) => ({ ...point, low: point.y - 0.1, high: point.y + 0.1 })),
  });

  it('draw bars side by side and dots, with whiskers from low to high', async () => {
    const whiskered = figure([
      [interval(series('a', 'bar', [1, 2, 3])), interval(series('b', 'bar', [2, 1]))],
      [interval(series('a', 'dot', [1, 2, 3])), series('b', 'dot', [2, 1])],
    ]);
    const height = heightIn(whiskered);
    const [bars, dots] = (await drawPanels(whiskered)).map(({ svg }) => svg) as [string, string];
    const tops = marks(bars, 'bars').map((bar) => numbers(/d="M([\d.]+),([\d.]+)h([\d.]+)/, bar));
    expect(tops.map(([, top]) => top)).toEqual([1, 2, 3, 2, 1].map((y) => expect.closeTo(height(y), 0)));
    // The second series stands where the bars of the first one end.
    for (const i of [0, 1]) expect(tops[i]![0]! + tops[i]![2]!).toBeCloseTo(tops[3 + i]![0]!, 0);
    for (const [svg, layer, ys] of [
      [bars, 'whiskers', [1, 2, 3, 2, 1]],
      [dots, 'dotWhiskers', [1, 2, 3]],
    ] as const) {
      const whiskers = marks(svg, layer).map((line) => {
        const [from, length] = numbers(/translate\([\d.]+,([\d.]+)\)" x2="0" y2="([-\d.]+)"/, line);
        return [from, from! + length!];
      });
      expect(whiskers).toEqual(
        ys.map((y) => [expect.closeTo(height(y - 0.1), 0), expect.closeTo(height(y + 0.1), 0)]),
      );
    }
    const places = marks(dots, 'dots').map((dot) => numbers(/translate\([\d.]+,([\d.]+)\)/, dot)[0]);
    expect(places).toEqual([1, 2, 3, 2, 1].map((y) => expect.closeTo(height(y), 0)));
    for (const svg of [bars, dots]) expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('draw lines by their style, with bands from low to high', async () => {
    const lines = figure([[interval(series('a', 'line', [1, 4, 2])), series('b', 'thin', [1, 1, 1])]], {
      xScale: 'log',
    });
    const height = heightIn(lines);
    const svg = (await drawPanels(lines))[0]!.svg;
    const corners = (mark: string): [number, number][] =>
      [...mark.matchAll(/[ML]([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    // Few points are marked, and the first and last have room.
    const at = [0, Math.log(2) / Math.log(3), 1].map((share) => (700 * (0.02 + share)) / 1.04);
    const places = (ys: number[], xs: number[]) =>
      ys.map((y, i) => [expect.closeTo(xs[i]!, 0), expect.closeTo(height(y), 0)]);
    const [a, b, ...more] = marks(svg, 'lines');
    expect([corners(a!), corners(b!), more]).toEqual([places([1, 4, 2], at), places([1, 1, 1], at), []]);
    expect([a, b].map((line) => numbers(/stroke-width="([\d.]+)"/, line!)[0])).toEqual([1.8, 1.1]);
    // Down one side and back up the other; a series without intervals has none.
    const bands = marks(svg, 'bands');
    expect(bands.map(corners)).toEqual([
      [...places([0.9, 3.9, 1.9], at), ...places([2.1, 4.1, 1.1], [...at].reverse())],
    ]);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('give every panel of a file its own data, and files need no style sheet', async () => {
    const svg = await drawFigureSvg(
      figure([[series('a', 'line', [1, 2, 3])], [series('a', 'line', [3, 1, 2])]], { xScale: 'linear' }),
    );
    const paths = [...svg.matchAll(/lines_\d_marks[^>]*>\s*<path[^>]*? d="([^"]*)"/g)].map(([, d]) => d);
    expect(paths).toHaveLength(2);
    expect(paths[0]).not.toBe(paths[1]);
    expect(svg).not.toContain('var(--');
    const long = 'duplication, other texts in their place';
    const named = await drawFigureSvg(
      figure([[series(long, 'line', [1, 2])]], {
        legend: [{ key: long, label: long, colour: 0, dash: [], style: 'line', on: true }],
      }),
    );
    expect(named).toContain(`>${long}</text>`);
    const png = await renderPng(svg);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const width = Number(/width="([\d.]+)"/.exec(svg)![1]);
    expect(png.readUInt32BE(16)).toBe(Math.ceil(2 * width));
  });

  it('draw text with the font that the package brings', async () => {
    const empty = (text: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text x="2" y="15" font-family="nowhere">${text}</text></svg>`;
    const [drawn, blank] = await Promise.all(['K = 8', ''].map((text) => renderPng(empty(text))));
    expect(drawn!.length).toBeGreaterThan(blank!.length);
  });

  it('leave out empty series and panels, and are none without any', () => {
    const empty = series('a', 'line', []);
    expect(withoutEmptyParts(figure([[empty]]))).toBeUndefined();
    const rest = withoutEmptyParts(figure([[empty], [empty, series('b', 'line', [1])]]))!;
    expect(rest.panels.map(({ title, series }) => [title, series.length])).toEqual([['panel 1', 1]]);
  });

  it('are CSV with quotes where there have to be some', () => {
    const csv = figureCsv(figure([[series('a "b"', 'bar', [1, 2, 1 / 3])]]));
    expect(csv).toBe(
      'panel,series,x,y,low,high\npanel 0,"a ""b""",1,1,,\npanel 0,"a ""b""",2,2,,\npanel 0,"a ""b""","8, all",0.333333,,\n',
    );
  });
});

describe('figures with a floor', () => {
  const floored = figure([[series('a', 'line', [50, 1, 0])]], { xScale: 'log', yFloor: 0.01 });

  it('have a logarithmic axis on which everything below stands', async () => {
    expect(yRangeOf(floored, floored.panels)).toEqual([0.01, 50]);
    const [panel] = await drawPanels(floored);
    expect(panel!.svg).not.toMatch(/NaN|Infinity/);
    for (const label of ['0.01', '0.1', '1', '10']) expect(panel!.svg).toContain(`>${label}</text>`);
    expect(panel!.values.map(({ y }) => y)).toEqual([50, 1, 0]);
    const line = /lines_marks[^>]*>\s*<path[^>]*? d="([^"]*)"/.exec(panel!.svg)![1]!;
    const heights = [...line.matchAll(/[ML][\d.]+,([\d.]+)/g)].map((match) => Number(match[1]));
    expect(heights[0]).toBeCloseTo(0, 0);
    expect(heights.at(-1)).toBeCloseTo(210, 0);
  });

  it('say so where an axis cuts them', () => {
    const wide = series('a', 'line', [1, 2, 3]);
    wide.points[1]!.high = 90;
    expect(finishedFigure(figure([[wide]]))!.caption).toMatch(/beyond an axis is cut/);
    expect(finishedFigure(figure([[series('a', 'line', [1, 2, 3])]]))!.caption).toBe('Of what.');
    expect(finishedFigure(floored)!.caption).toBe('Of what.');
    expect(finishedFigure(figure([[series('a', 'line', [])]]))).toBeUndefined();
  });
});
