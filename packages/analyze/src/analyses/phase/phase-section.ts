import { groupBy } from '@lethe/contracts';
import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Figure, Panel } from '../../report/figure.js';
import type { Section } from '../../report/part.js';
import { countsOf } from '../extraction/by-multiplicity.js';
import type { Phase, PhaseCell } from './phase-cells.js';

/** Phase diagrams: one figure for every kind of fine-tuning, a panel for every N_f. */
export function phaseSection(_: ExperimentContext, phases: readonly Phase[]): Section {
  return { heading: 'Phase diagram', parts: phases.map(diagram) };
}

function diagram({ kind, cells }: Phase, number: number): Figure {
  const labels = distinct(cells.map(({ multiplicity }) => multiplicity));
  const panels = [...groupBy(cells, ({ fineTuned }) => String(fineTuned)).values()]
    .toSorted((a, b) => a[0].fineTuned - b[0].fineTuned)
    .map(
      (members): Panel => ({
        title: `N_f=${members[0].fineTuned}`,
        marks: [],
        series: rows(members, labels),
      }),
    );
  return {
    id: `phase-${kind.toLowerCase().replace(/\W+/g, '-')}`,
    title: `Held-out questions answered after fine-tuning: ${kind}`,
    caption: `${number === 0 ? 'Exact match on the questions of subjects that fine-tuning did not show, over the templates K in which each fact is told (across) and the templates |R| of the world (down), for every number of subjects N_f that were fine-tuned on. ' : ''}n = ${countsOf(cells.map(({ group }) => group))} a tile. A tile is missing where fine-tuning did not teach its own questions.`,
    xLabel: 'multiplicity K',
    yLabel: 'templates |R|',
    xName: 'multiplicity',
    xScale: 'category',
    xLabels: labels.map(String),
    sharedY: true,
    yIncludes: [],
    legend: [],
    panels,
  };
}

/** A row of tiles for every |R|, the largest on top. */
function rows(cells: readonly PhaseCell[], labels: readonly number[]): Panel['series'] {
  return distinct(cells.map(({ templates }) => templates))
    .reverse()
    .map((templates) => ({
      label: String(templates),
      keys: [],
      colour: 0,
      style: 'tile',
      dash: [],
      points: cells
        .filter((cell) => cell.templates === templates)
        .map(({ multiplicity, group }) => ({
          x: labels.indexOf(multiplicity) + 1,
          y: group.shares.heldOut.point,
        })),
    }));
}

const distinct = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
