import { defineTable, float64, int32, nullable, utf8 } from '@lethe/contracts';
import { condition, depth, NATS, run } from '../../analysis/table-columns.js';

export const effectsTable = defineTable({
  name: 'effects',
  version: 4,
  rows: 'one probe at one encounter with its fact; controls at those of others, where measured just before',
  format: 'file',
  columns: {
    run: run(),
    probe_id: utf8('the probe'),
    fact_id: utf8('its fact; the resampling unit'),
    condition: condition(),
    depth: depth(),
    encounter: int32('1 for the first injection'),
    step: int32('updates done just before the encounter'),
    lam_step: int32('step of the local acquisition maximum'),
    effectivity: float64(`log-probability at the local acquisition maximum minus before, ${NATS}`),
    target_tokens: nullable(
      int32('tokens of the target: effectivity per token times their number is effectivity per target'),
    ),
    retention: nullable(float64('share of the gain left at the last measurement before the next encounter')),
    bias_corrected_effectivity: nullable(
      float64('effectivity minus the mean rise of controls over the same window'),
    ),
    twin_corrected_effectivity: nullable(
      float64('effectivity minus that of the same probe in the same window of the twin run'),
    ),
  },
});
