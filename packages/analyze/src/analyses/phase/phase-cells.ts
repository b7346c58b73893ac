import { groupBy } from '@lethe/contracts';
import { nameWithout } from '../../settings/setting-names.js';
import { type ExtractionGroup, hasLearnt, isFineTuned } from '../extraction/extraction-group.js';
import { type BoundaryAt, boundaryOf } from './boundary.js';

/** A fine-tuning of a world of which all numbers are known. */
export interface PhaseCell {
  group: ExtractionGroup;
  /** K. */
  multiplicity: number;
  /** |R|. */
  templates: number;
  /** N_f. */
  fineTuned: number;
}

/** All cells of one kind of fine-tuning, which agree in all else that was swept. */
export interface Phase {
  /** `full`, `LoRA rank 4`. */
  kind: string;
  cells: readonly PhaseCell[];
  /** Of every |R| and N_f, in ascending order. */
  boundary: readonly BoundaryAt[];
}

/** Cells whose fine-tuning has taught its questions, by kind of fine-tuning; kinds with fewer than two |R| are left out. */
export function phasesOf(groups: readonly ExtractionGroup[]): Phase[] {
  const cells = groups.flatMap((group): PhaseCell[] => {
    const { model, multiplicity, templates, fineTuned } = group.setting;
    if (!isFineTuned(group) || !hasLearnt(group) || model !== 'attention + MLP') return [];
    if (multiplicity === null || templates === null || fineTuned === null) return [];
    if (!Number.isFinite(group.shares.heldOut.point)) return [];
    return [{ group, multiplicity, templates, fineTuned }];
  });
  const kinds = groupBy(cells, ({ group }) => kindOf(group.name));
  return [...kinds]
    .filter(([, members]) => new Set(members.map(({ templates }) => templates)).size > 1)
    .map(([kind, members]) => ({ kind, cells: members, boundary: boundaries(members) }));
}

/** Whatever else sets groups apart: `full`, `LoRA rank 4, lr=0.003`. */
const kindOf = (name: ExtractionGroup['name']): string =>
  nameWithout(name, 'model', 'multiplicity', 'templates', 'fineTuned');

function boundaries(cells: readonly PhaseCell[]): BoundaryAt[] {
  const lines = groupBy(cells, ({ templates, fineTuned }) => `${templates} ${fineTuned}`);
  return [...lines.values()]
    .filter((line) => new Set(line.map(({ multiplicity }) => multiplicity)).size > 1)
    .map((line) => ({
      templates: line[0]!.templates,
      fineTuned: line[0]!.fineTuned,
      halves: boundaryOf(
        line.map(({ multiplicity, group }) => ({
          multiplicity,
          questions: group.heldOut / group.seeds,
          shares: group.shares.heldOut.bySeed,
        })),
      ),
    }))
    .sort((a, b) => a.fineTuned - b.fineTuned || a.templates - b.templates);
}

/** Upper bound of the error (arXiv 2508.00901). */
export const errorBound = ({ multiplicity, templates, fineTuned }: Omit<PhaseCell, 'group'>): number =>
  Math.exp((-fineTuned * multiplicity ** 2) / (2 * templates ** 2));
