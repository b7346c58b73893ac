import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinPoints } from '../series/thin-points.js';
import { embedJson, escapeHtml } from './escape-html.js';
import { intervalGlyph } from './interval-glyph.js';

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
      }),
    );
  });
});

describe('the picture of an interval', () => {
  it('shades the claim and stays within its frame', () => {
    for (const test of [{ above: 0 }, { below: 1 }, { between: [0.14, 0.26] as const }]) {
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
        test,
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
