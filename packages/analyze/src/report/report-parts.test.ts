import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embedJson, escapeHtml } from './escape-html.js';
import { intervalGlyph } from './interval-glyph.js';
import { linearScale, logScale, tickText } from './scale.js';
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

describe('scales', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  it('have a few round ticks within the domain (property)', () => {
    fc.assert(
      fc.property(number, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (from, width) => {
        const { ticks } = linearScale([from, from + width], [0, 100]);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(8);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(from - 1e-6 * width - 1e-6);
          expect(tick).toBeLessThanOrEqual(from + width + 1e-6 * width + 1e-6);
        }
      }),
    );
  });

  it('map the ends of the domain to the ends of the range', () => {
    const log = logScale([1, 1000], [50, 350]);
    expect([1, 10, 1000].map(log.map)).toEqual([50, expect.closeTo(150, 9), 350]);
    expect(log.ticks).toEqual([1, 10, 100, 1000]);
    expect(logScale([1, 20], [0, 1]).ticks).toEqual([1, 3, 10]);
    expect(logScale([3, 12], [0, 1]).ticks).toEqual([5, 10]);
    expect(linearScale([0, 1], [200, 0]).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });

  it('write ticks without needless digits', () => {
    expect([0, -0.5, 1500, 25_000, 2_500_000].map(tickText)).toEqual([
      '0',
      '\u22120.5',
      '1500',
      '25k',
      '2.5M',
    ]);
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
      }),
    );
  });
});

describe('the picture of an interval', () => {
  it('shades the claim and stays within its frame', () => {
    for (const claim of [{ above: 0 }, { below: 1 }, { between: [0.14, 0.26] as const }]) {
      const glyph = intervalGlyph({
        id: 'F',
        number: 'F',
        subject: '',
        topic: '',
        detail: '',
        method: 'percentile',
        sourceValue: null,
        value: 5,
        interval: { low: -3, high: 8 },
        claim,
        seeds: 1,
        verdict: 'inconclusive',
      });
      expect(glyph).not.toContain('NaN');
      const xs = [...glyph.matchAll(/\b(?:x1|x2|cx|x)="([^"]+)"/g)].map((match) => Number(match[1]));
      for (const x of xs) expect(x >= 0 && x <= 132).toBe(true);
      expect(Number(/width="([\d.]+)" height="18"/.exec(glyph)![1])).toBeGreaterThan(0);
    }
  });
});
