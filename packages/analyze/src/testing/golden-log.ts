import type { Measurements } from '../measurements/measurements.js';

const kinds = ['mem', 'gen', 'gen_hard'] as const;
const depths = ['memorization', 'semantic', 'composition'] as const;
type Kind = (typeof kinds)[number];
type Group = 'par' | 'dup' | 'once';
const conditions: Record<Group, string> = { par: 'paraphrase', dup: 'duplication', once: 'once' };

/** The constants of the generator, as the golden file gives them. */
export interface GoldenConstants {
  A0: Record<Group, Record<Kind, number>>;
  DEC: Record<Group, Record<Kind, number>>;
}

/** Injections of the schedule of arXiv 2406.11813. */
const repeated = Int32Array.from({ length: 10 }, (_, i) => 100 * i);

/**
 * The synthetic log behind the golden values: 130 passages with 3 x 5 probes, measured after each of 1,200
 * updates; closed form, see "generator" in the golden file.
 */
export function goldenLog({ A0, DEC }: GoldenConstants, updates = 1200): Measurements {
  const groupOf = (ex: number): Group | undefined =>
    ex < 40 ? 'par' : ex < 80 ? 'dup' : ex < 120 ? 'once' : undefined;
  const facts = Array.from({ length: 130 }, (_, ex) => {
    const group = groupOf(ex);
    const encounters =
      group === undefined ? new Int32Array(0) : group === 'once' ? Int32Array.of(0) : repeated;
    return { id: `passage-${ex}`, condition: group ? conditions[group] : 'control', encounters };
  });
  const probes: Measurements['probes'] = [];
  const values = new Float64Array(130 * 15 * updates);
  for (let ex = 0; ex < 130; ex++) {
    kinds.forEach((kind, p) => {
      for (let j = 0; j < 5; j++) {
        const row = values.subarray(probes.length * updates, (probes.length + 1) * updates);
        probes.push({ id: `${kind}-${ex}-${j}`, fact: ex, depth: depths[p]!, prompt: '', target: '' });
        const group = groupOf(ex);
        const base = 4 + 0.01 * ex + 0.1 * j + 0.2 * p + 0.05 * Math.sin(7 * ex + 3 * j + p);
        let amplitude = group ? A0[group][kind] * (1 + 0.5 * Math.sin(13 * ex + 5 * j + 2 * p)) : 0;
        if (ex % 20 === 7) amplitude = -0.01;
        for (let t = 0; t < updates; t++) {
          let gain = 0;
          for (const s of facts[ex]!.encounters) {
            const u = t - s;
            if (u >= 1) gain += amplitude * (1 - Math.exp(-u / 3)) * (1 - DEC[group!][kind] * Math.log10(u));
          }
          row[t] = -(base - gain + 0.02 * Math.sin(0.37 * t + ex + 2 * j + 5 * p));
        }
      }
    });
  }
  const series = { updates: Int32Array.from({ length: updates }, (_, t) => t), values };
  return { run: 'golden', data: 'golden', facts, probes, series };
}
