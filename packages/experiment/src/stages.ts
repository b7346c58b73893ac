import { analyzeStage } from '@lethe/analyze/declaration';
import { type StageDeclaration, type StageName, stageNames } from '@lethe/contracts';
import { dataStage } from '@lethe/data/declaration';
import { probeStage } from '@lethe/probe/declaration';
import { trainStage } from '@lethe/train/declaration';

/** What each stage reads and writes, whoever implements it. */
export const stages: Readonly<Record<StageName, StageDeclaration>> = {
  data: dataStage,
  train: trainStage,
  probe: probeStage,
  analyze: analyzeStage,
};

/** Every table that a stage writes, by name. */
export const tables = Object.fromEntries(
  stageNames.flatMap((name) =>
    [...stages[name].required, ...stages[name].optional].map((table) => [table.name, table]),
  ),
);
