import type { TableDefinition } from '@lethe/contracts';
import type * as z from 'zod';

/** A measure that the stage takes of every checkpoint where its options ask for it. */
export interface CheckpointMeasure {
  /** Its options, off by default, under its key in the section `probe`. */
  options: z.ZodType;
  /** One or more rows per checkpoint. */
  table: TableDefinition;
}
