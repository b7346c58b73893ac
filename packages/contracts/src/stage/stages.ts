import type { ZodType } from 'zod';
import type { TableDefinition } from '../arrow/define-table.js';

/** The stages, in the order in which data flows. */
export const stageNames = ['data', 'train', 'probe', 'analyze'] as const;
export type StageName = (typeof stageNames)[number];

/** The sections of experiment.json that stages read. */
export const sectionNames = ['data', 'model', 'train', 'probe', 'analyze'] as const;
export type SectionName = (typeof sectionNames)[number];

/** The full experiment, or the small version of it. */
export const profiles = ['full', 'smoke'] as const;
export type Profile = (typeof profiles)[number];

/** What a stage reads and writes, whoever implements it. */
export interface StageContract {
  readonly name: StageName;
  /** Stages whose directories it reads. */
  readonly reads: readonly StageName[];
  /** Tables that it must write. */
  readonly required: readonly TableDefinition[];
  /** Tables that it may write. */
  readonly optional: readonly TableDefinition[];
  /**
   * Checks what the tables must hold beyond their columns, before the manifest is written.
   * @param config of the stage, by section
   * @throws LetheError when the stage has not done what its inputs ask for
   */
  readonly check?: (out: string, inputs: readonly StageInput[], config: unknown) => Promise<void>;
}

/** A finished directory that a stage reads. */
export interface StageInput {
  stage: StageName;
  directory: string;
}

/** A stage as its package declares it, in `declaration.ts`. */
export interface StageDeclaration extends StageContract {
  /** What it does, in a few words for help. */
  readonly description: string;
  /** Its section of experiment.json. */
  readonly options: ZodType;
  /** All sections of experiment.json that it reads. */
  readonly sections: readonly SectionName[];
  /** Whether it computes with TensorFlow, on a backend of the user's choice. */
  readonly usesBackend: boolean;
}
