import { type FindingRow, tellDesign } from '@lethe/analyze';
import { findings as findingsTable } from '@lethe/analyze/declaration';
import { LetheError, manifestDigest, type Profile, readManifest, readRows } from '@lethe/contracts';
import { type Experiment, type ExperimentPlan, tables } from '@lethe/experiment';
import type { TableChoice } from './page-parts.js';
import { newResult, type Result, type ResultFinding, type ResultTable } from './result.js';

/**
 * What a finished analyze stage found.
 * @param directory of the stage
 * @param choices tables that the experiment's page shows besides findings
 * @throws LetheError when the stage is not finished or has no such table
 */
export async function collectResult(
  { experiment, plan, profile }: { experiment: Experiment; plan: ExperimentPlan; profile: Profile },
  directory: string,
  choices: readonly TableChoice[],
): Promise<Result> {
  const manifest = readManifest(directory);
  const rows = await readRows(directory, findingsTable);
  const design = tellDesign(rows);
  const shown: Record<string, ResultTable> = {};
  for (const choice of choices) shown[choice.key] = await readTable(directory, choice);
  return newResult({
    experiment: experiment.name,
    title: experiment.spec.title,
    profile,
    claims: experiment.spec.claims,
    runs: plan.runs.length,
    analyze: { manifest: manifestDigest(directory), producer: manifest.producer },
    design: design ? { holds: design.holds, statement: design.statement } : null,
    findings: rows.map(numbersOf),
    tables: shown,
  });
}

/** Texts are those of the claim, which the page has from its declaration. */
function numbersOf({
  finding_id: _id,
  statement: _statement,
  words: _words,
  ...numbers
}: FindingRow): ResultFinding {
  return { ...numbers, verdict: numbers.verdict as ResultFinding['verdict'] };
}

async function readTable(directory: string, { name, columns }: TableChoice): Promise<ResultTable> {
  const table = tables[name];
  const unknown = columns.filter((column) => !(column in (table?.columns ?? {})));
  if (!table || unknown.length > 0) {
    throw new LetheError({
      what: table ? `table ${name} has no such column` : 'there is no such table',
      where: `results: table ${name} ${columns.join(' ')}`,
      expected: Object.keys(table?.columns ?? tables).join(', '),
      found: table ? unknown.join(', ') : name,
    });
  }
  const rows = (await readRows(directory, table)) as Record<string, unknown>[];
  return {
    columns: [...columns],
    rows: rows.map((row) => columns.map((column) => row[column] as ResultTable['rows'][number][number])),
  };
}
