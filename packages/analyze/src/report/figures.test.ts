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

const bars = (svg: string, name: string): string[] =>
  new RegExp(`mark-rect role-mark ${name}_marks"[^>]*>(.*?)</g>`, 's').exec(svg)?.[1]?.match(/<path/g) ?? [];

describe('figures', () => {
  it('stack parts of a whole on one bar, and the axis holds the sum', async () => {
    const stacked = figure([
      [series('exact', 'stack', [0.2, 0.5, 0.9]), series('wrong', 'stack', [0.8, 0.5, 0.1])],
    ]);
    const [from, to] = yRangeOf(stacked, stacked.panels);
    expect(from).toBe(0);
    expect(to).toBeCloseTo(1.04, 10);
    const [panel] = await drawPanels(stacked);
    expect(bars(panel!.svg, 'stack')).toHaveLength(6);
    expect(panel!.values.slice(0, 3).map(({ x }) => x)).toEqual(['1', '2', '8, all']);
  });

  it('draw bars side by side with whiskers, dots, and lines with bands', async () => {
    const interval = (s: Series): Series => ({
      ...s,
      points: s.points.map((point) => ({ ...point, low: point.y - 0.1, high: point.y + 0.1 })),
    });
    const drawn = await drawPanels(
      figure([
        [interval(series('a', 'bar', [1, 2, 3])), interval(series('b', 'bar', [2, 1]))],
        [interval(series('a', 'dot', [1, 2, 3])), series('b', 'dot', [2, 1])],
      ]),
    );
    expect(bars(drawn[0]!.svg, 'bars')).toHaveLength(5);
    expect(drawn[0]!.svg.match(/whiskers_marks/g)).toHaveLength(1);
    expect(drawn[1]!.svg).toContain('dots_marks');
    const lines = figure([[interval(series('a', 'line', [1, 4, 2])), series('b', 'thin', [1, 1, 1])]], {
      xScale: 'log',
    });
    const [panel] = await drawPanels(lines);
    expect(panel!.svg).toContain('bands_marks');
    expect(panel!.svg).toMatch(/stroke-width="1.8"[\s\S]*stroke-width="1.1"/);
    for (const { svg } of [...drawn, panel!]) expect(svg).not.toMatch(/NaN|undefined/);
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
