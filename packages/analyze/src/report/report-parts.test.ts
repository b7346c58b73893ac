import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embedJson, escapeHtml } from './escape-html.js';
import { intervalGlyph } from './interval-glyph.js';
import { thinPoints } from './thin-points.js';

describe('text in the page', () => {
  it('cannot become markup', () => {
    expect(escapeHtml(`<b a="1" c='2'>&\u0000</b>`)).toBe(
      '&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;\u{FFFD}&lt;/b&gt;',
    );
    expect(embedJson({ text: '</script><!--\u2028' })).not.toMatch(/[<\u2028]/);
  });

  it('survives JSON (property)', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(embedJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(embedJson(value)).not.toContain('<');
      }),
    );
  });
});

describe('thinning', () => {
  it('keeps both ends and about as many points as wanted (property)', () => {
    const xs = fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 500 });
    fc.assert(
      fc.property(xs, fc.boolean(), (values, log) => {
        const points = values.sort((a, b) => a - b).map((x) => ({ x }));
        const kept = thinPoints(points, log, 50);
        expect(kept.length).toBeLessThanOrEqual(Math.min(points.length, 52));
        expect(kept[0]).toBe(points[0]);
        expect(kept.at(-1)).toBe(points.at(-1));
        // Nothing is left out that lies further from what is kept than a fiftieth of the axis.
        const place = (x: number): number => (log ? Math.log(x) : x);
        const width = (place(values.at(-1)!) - place(values[0]!)) / 50;
        for (const { x } of points) {
          const nearest = Math.min(...kept.map((point) => Math.abs(place(point.x) - place(x))));
          expect(nearest).toBeLessThanOrEqual(width * (1 + 1e-9));
        }
      }),
    );
  });

  it('keeps points evenly along the axis, linear or logarithmic', () => {
    const points = Array.from({ length: 1000 }, (_, i) => ({ x: i + 1 }));
    expect(thinPoints(points, false, 999)).toHaveLength(1000);
    const linear = thinPoints(points, false, 9).map(({ x }) => x);
    expect(linear).toEqual([1, 112, 223, 334, 445, 556, 667, 778, 889, 1000]);
    const decades = thinPoints(points, true, 3).map(({ x }) => x);
    expect(decades).toEqual([1, 10, 100, 1000]);
    expect(thinPoints(points, true, 1000)).toEqual(points);
  });
});

describe('the picture of an interval', () => {
  const finding = {
    id: 'F',
    claim: 'F',
    subject: '',
    statement: '',
    detail: '',
    method: 'percentile',
    sourceValue: null,
    seeds: 1,
    verdict: 'inconclusive',
  } as const;
  /** Numbers of an element of the picture, by attribute. */
  const attributes = (glyph: string, name: string): Record<string, number> =>
    Object.fromEntries(
      [...new RegExp(`<\\w+ class="${name}"[^>]*`).exec(glyph)![0].matchAll(/(\w+)="([-\d.]+)"/g)].map(
        ([, key, value]) => [key!, Number(value)],
      ),
    );

  it('shades the side of the claim, from its edge to the frame', () => {
    const value = 5;
    const interval = { low: -3, high: 8 };
    // The axis reaches from -3 to 8 and 12 % further on either side, over 130 pixels that begin at 1.
    const at = (x: number): number => Math.round(10 * (1 + (130 * (x + 3 + 1.32)) / (11 + 2.64))) / 10;
    const shaded = (test: Parameters<typeof intervalGlyph>[0]['test']): [number, number] => {
      const { x, width } = attributes(intervalGlyph({ ...finding, value, interval, test }), 'claim');
      return [x!, x! + width!];
    };
    const expected = (from: number, to: number) => [expect.closeTo(from, 1), expect.closeTo(to, 1)];
    expect(shaded({ above: 0 })).toEqual(expected(at(0), 131));
    expect(shaded({ below: 1 })).toEqual(expected(1, at(1)));
    expect(shaded({ between: [-1, 6] })).toEqual(expected(at(-1), at(6)));
  });

  it('draws value and interval to scale, within its frame', () => {
    for (const test of [{ above: 0 }, { below: 100 }, { between: [0.14, 0.26] as const }]) {
      for (const [low, value, high] of [
        [-3, 5, 8],
        [0, 0, 0],
        [1e-9, 2e-9, 3e-9],
      ] as const) {
        const glyph = intervalGlyph({ ...finding, value, interval: { low, high }, test });
        const { x1, x2 } = attributes(glyph, 'claim-interval');
        const { cx } = attributes(glyph, 'claim-value');
        const xs = [...glyph.matchAll(/\b(?:x1|x2|cx|x)="([^"]+)"/g)].map((match) => Number(match[1]));
        expect(xs.length).toBeGreaterThan(4);
        for (const x of xs) expect(x >= 0 && x <= 132).toBe(true);
        expect([x1! <= cx!, cx! <= x2!]).toEqual([true, true]);
        if (high > low + 1) expect((cx! - x1!) / (x2! - x1!)).toBeCloseTo((value - low) / (high - low), 2);
      }
    }
  });

  it('shows a value without an interval', () => {
    const glyph = intervalGlyph({ ...finding, value: 2, interval: undefined, test: { above: 1 } });
    expect(glyph).not.toContain('claim-interval');
    expect(attributes(glyph, 'claim-value').cx).toBeGreaterThan(attributes(glyph, 'claim-edge').x1!);
  });
});
