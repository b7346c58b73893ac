import type { ExperimentContext } from '../../analysis/contexts.js';
import { groupRuns } from '../../cohort/group-runs.js';
import type { Section } from '../../report/part.js';
import { lossFigure } from '../losses/loss-figure.js';
import { readLosses } from '../losses/read-losses.js';

/** Losses of the controls, twins, fine-tunings and plain pretrainings; a panel for each setting. */
export async function plainSection({
  runs,
  groups,
  metrics,
  trainingOf,
}: ExperimentContext): Promise<Section> {
  const plain = groupRuns(runs.filter(({ id }) => !metrics.has(id)));
  const labels = plain.map(({ id, label }) => (label === '' ? id : label));
  const panels = await Promise.all(
    plain.map(async (group, i) => ({
      title: plain.length === 1 ? '' : labels[i]!,
      runs: await readLosses(group.runs, trainingOf),
    })),
  );
  const only = plain.length === 1 && groups.length > 0 ? `: ${labels[0]!}` : '';
  return {
    heading: groups.length > 0 ? `Runs without injections${only}` : 'Losses',
    parts: panels.length === 0 ? [] : [lossFigure(panels, 'plain', false)],
  };
}
