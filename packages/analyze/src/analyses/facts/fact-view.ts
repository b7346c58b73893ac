import { facts as factsTable, type RunDirectories, readRows } from '@lethe/contracts';
import { CONTROL } from '../../measurements/measurements.js';
import { probeRow } from '../../measurements/probe-series.js';
import type { RunMetrics } from '../../metrics/run-metrics.js';
import type { RunFacts, ViewedFact } from '../../page/page-content.js';
import { thinPoints } from '../../report/thin-points.js';

/** Points of one probe, beside those around its encounters. */
const POINTS = 90;
/** Numbers that the page holds for single facts; what is beyond is left out, evenly over conditions. */
const MOST_NUMBERS = 150_000;
const LONGEST_TEXT = 1500;

/** The facts of every run, as far as there is room in the page. */
export interface FactView {
  runs: RunFacts[];
}

/** Reads the texts of facts and gathers what was measured of each. */
export async function factView(
  runs: readonly RunDirectories[],
  metrics: ReadonlyMap<string, RunMetrics>,
): Promise<FactView> {
  let room = MOST_NUMBERS;
  const viewed: FactView['runs'] = [];
  const measured = runs.filter(({ id }) => metrics.has(id));
  for (const [i, run] of measured.entries()) {
    const texts = new Map((await readRows(run.data, factsTable)).map((row) => [row.fact_id, row.text]));
    const share = room / (measured.length - i);
    const { facts, left, used } = viewRun(metrics.get(run.id)!, texts, share);
    room -= used;
    viewed.push({ id: run.id, facts, left });
  }
  return { runs: viewed };
}

function viewRun(metrics: RunMetrics, texts: ReadonlyMap<string, string>, room: number) {
  const { facts, probes } = metrics.measurements;
  const probesOf = facts.map((): number[] => []);
  probes.forEach(({ fact }, p) => {
    probesOf[fact]!.push(p);
  });
  const viewed = new Map<number, ViewedFact>();
  let used = 0;
  for (const number of inTurns(facts)) {
    if (probesOf[number]!.length === 0) continue;
    const fact = viewFact(metrics, number, probesOf[number]!, texts.get(facts[number]!.id) ?? '');
    const size = fact.updates.length * (1 + fact.probes.length);
    if (used + size > room) break;
    used += size;
    viewed.set(number, fact);
  }
  const probed = probesOf.filter((list) => list.length > 0).length;
  const inOrder = [...viewed].sort(([a], [b]) => a - b).map(([, fact]) => fact);
  return { facts: inOrder, left: probed - viewed.size, used };
}

/** Numbers of the facts: the first of every condition, then the second of every condition, and so on. */
function inTurns(facts: readonly { condition: string }[]): number[] {
  const seen = new Map<string, number>();
  const turns = facts.map(({ condition }, number) => {
    const turn = seen.get(condition) ?? 0;
    seen.set(condition, turn + 1);
    return { turn, number };
  });
  return turns.sort((a, b) => a.turn - b.turn || a.number - b.number).map(({ number }) => number);
}

function viewFact(metrics: RunMetrics, number: number, probes: readonly number[], text: string): ViewedFact {
  const { series, facts, probes: all } = metrics.measurements;
  const { id, condition, encounters } = facts[number]!;
  const rows = probes.map((p) => probeRow(series, p));
  const measured = Array.from(series.updates.keys()).filter((u) =>
    rows.some((row) => !Number.isNaN(row[u]!)),
  );
  const own = probes.flatMap((probe) =>
    condition === CONTROL ? [] : Array.from(metrics.effects.effects.ofProbe(probe), ([, effect]) => effect),
  );
  // The moments that effectivity is read from are kept, whatever else is thinned out.
  const kept = new Set(own.flatMap(({ beforeUpdate, lamUpdate }) => [beforeUpdate, lamUpdate]));
  const points = measured.map((column) => ({ x: series.updates[column]!, column }));
  for (const { x } of thinPoints(points, false, POINTS)) kept.add(x);
  const drawn = points.filter(({ x }) => kept.has(x));
  return {
    id,
    condition,
    text: shortened(text),
    encounters: [...encounters],
    updates: drawn.map(({ x }, i) => (i === 0 ? x : x - drawn[i - 1]!.x)),
    probes: probes.map((p, i) => {
      const effects = new Array<number | null>(encounters.length).fill(null);
      for (const { probe, encounter, effectivity } of own) {
        if (probe === p) effects[encounter] = Number(effectivity.toPrecision(4));
      }
      const { depth, prompt, target } = all[p]!;
      return {
        depth,
        prompt: shortened(prompt),
        target,
        values: drawn.map(({ column }) => {
          const value = rows[i]![column]!;
          return Number.isNaN(value) ? null : Math.round(1000 * value);
        }),
        effects,
      };
    }),
  };
}

const shortened = (text: string): string =>
  text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)} …`;
