import { describe, expect, it } from 'vitest';
import { darkColours, lightColours } from './theme.js';

type Three = [number, number, number];
const times = (matrix: readonly (readonly number[])[], vector: Three): Three =>
  matrix.map((row) => row.reduce((sum, value, i) => sum + value * vector[i]!, 0)) as Three;

/** What full colour blindness makes of linear sRGB (Machado, Oliveira and Fernandes 2009, severity 1). */
const visions = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
const toXyz = [
  [0.4124, 0.3576, 0.1805],
  [0.2126, 0.7152, 0.0722],
  [0.0193, 0.1192, 0.9505],
];

function linear(hex: string): Three {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Three;
}

/** CIE L*a*b*, white D65. */
function lab(rgb: Three): Three {
  const inside = rgb.map((value) => Math.min(1, Math.max(0, value))) as Three;
  const [x, y, z] = times(toXyz, inside).map((value, i) => {
    const share = value / [0.95047, 1, 1.08883][i]!;
    return share > 0.008856 ? Math.cbrt(share) : 7.787 * share + 16 / 116;
  }) as Three;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const luminance = (hex: string): number => times(toXyz, linear(hex))[1];
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

describe.each([
  ['light', lightColours],
  ['dark', darkColours],
])('the %s colours', (_, colours) => {
  const series = Array.from({ length: 8 }, (_, i) => colours[`s${i}`]!);

  it.each(Object.entries(visions))('of series are told apart with %s vision', (_, matrix) => {
    const seen = series.map((hex) => lab(times(matrix, linear(hex))));
    for (const [i, a] of seen.entries()) {
      for (const [j, b] of seen.slice(0, i).entries()) {
        expect(Math.hypot(...a.map((value, k) => value - b[k]!)), `s${j} and s${i}`).toBeGreaterThan(15);
      }
    }
  });

  it('of series stand out from the card, and text can be read', () => {
    for (const hex of series) expect(contrast(hex, colours.card!)).toBeGreaterThan(3);
    for (const name of ['ink', 'soft'] as const) {
      for (const ground of ['card', 'paper']) {
        expect(contrast(colours[name]!, colours[ground]!), name).toBeGreaterThan(4.5);
      }
    }
    for (const name of ['good', 'bad', 'other', 'open']) {
      expect(contrast(colours[name]!, colours[`${name}-bg`]!), name).toBeGreaterThan(4.5);
    }
  });
});
