import { runInNewContext } from 'node:vm';
import { parse, type Spec, View } from 'vega';
import { describe, expect, it } from 'vitest';
import { drawPanels } from './draw-figure.js';
import type { Figure, Series } from './figure.js';
import { readPageBundle } from './read-page-bundle.js';

/** What a script gives in a context with Vega's bundle, where compiling text is forbidden as it is in a page. */
const inPage = <Value>(script: string, names: object): Promise<Value> =>
  runInNewContext(
    `${readPageBundle('vega.js')}\n${script}`,
    { ...names, structuredClone, setTimeout, setInterval, console },
    { contextCodeGeneration: { strings: false, wasm: false } },
  );

const series = (label: string, style: Series['style'], colour: number): Series => ({
  label,
  keys: [label],
  colour,
  style,
  dash: colour === 0 ? [] : [4, 2],
  points: [1, 2, 3].map((x) => ({ x, y: x / 4 + colour, low: x / 5 + colour, high: x / 3 + colour })),
});
const figure = (xScale: Figure['xScale'], styles: Series['style'][], more: Partial<Figure> = {}): Figure => ({
  id: 'f',
  title: 'A figure',
  caption: '',
  xLabel: 'x',
  yLabel: 'y',
  xName: 'x',
  xScale,
  sharedY: true,
  yIncludes: [0],
  legend: [],
  panels: styles.map((style) => ({
    title: style,
    series: [series('a', style, 0), series('b', style, 1)],
    marks: [2],
  })),
  ...more,
});

describe('the bundles of the page', () => {
  it('cannot end the element that they stand in, and name no other file', () => {
    for (const name of ['vega.js', 'report.js', 'live.js'] as const) {
      expect(readPageBundle(name)).not.toMatch(/<\/script|<!--|sourceMappingURL|^import /);
    }
    expect(readPageBundle('style.css')).not.toMatch(/<\/style|@import|url\(/);
  });

  it('draw every kind of panel as Vega itself does, without compiling any text', async () => {
    const figures = [
      figure('linear', ['line', 'wide', 'thin', 'dot']),
      figure('log', ['line', 'dot'], { yFloor: 0.1 }),
      figure('category', ['bar', 'stack', 'dot'], { xLabels: ['one', 'two', 'three'] }),
    ];
    const panels = (await Promise.all(figures.map(drawPanels))).flat();
    const specs = panels.map(({ spec, values, marks }) => {
      const rows: Record<string, object[]> = { values, marks, cursor: [] };
      const data = spec.data!.map((entry) =>
        entry.name in rows ? { ...entry, values: rows[entry.name] } : entry,
      );
      return { ...spec, data } as Spec;
    });
    const drawn = await inPage<string[]>(
      `Promise.all(specs.map((spec) => new vega.View(vega.parse(spec, null, { ast: true }),
        { renderer: 'none', expr: vega.expressionInterpreter }).toSVG()))`,
      { specs: structuredClone(specs) },
    );
    for (const [i, spec] of specs.entries()) {
      const expected = await new View(parse(spec), { renderer: 'none' }).toSVG();
      expect(withoutIds(drawn[i]!)).toBe(withoutIds(expected));
      expect(drawn[i]).toMatch(/role-mark \w+_marks"[^>]*>(<g[^>]*>)*<path/);
    }
  });

  it('run where compiling text is forbidden indeed: the usual way of Vega fails', async () => {
    const spec = { signals: [{ name: 'twice', update: 'width * 2' }] };
    const draw = async () =>
      inPage(`new vega.View(vega.parse(spec), { renderer: 'none' }).toSVG()`, { spec });
    await expect(draw()).rejects.toThrow(/Code generation from strings/);
  });
});

/** Vega numbers ids through the life of the process. */
const withoutIds = (svg: string): string => svg.replace(/ id="[^"]+"|url\(#[^)]+\)/g, '');
