import { readFileSync, rmSync } from 'node:fs';
import { formatTable } from '@lethe/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyWorkspace, type Workspace } from '../support/workspace-copy.js';
import { applyEdits, type Seen } from './cache-mutation.js';
import { mutations } from './mutations.js';

/** Each row of cache-inputs.test.ts fails when the hash no longer has its input, or has what it should not have. */
let workspace: Workspace;
const table: string[][] = [];
beforeAll(() => {
  workspace = copyWorkspace();
  // What is taken out leaves names that nothing uses.
  workspace.editJson('tsconfig.base.json', ({ compilerOptions }) => {
    Object.assign(compilerOptions, { noUnusedLocals: false, noUnusedParameters: false });
  });
});
afterAll(() => {
  workspace?.remove();
  console.log(formatTable([['row', 'mutation', 'fails'], ...table]));
});

it.each(mutations)('$what', async ({ what, edits, rows }) => {
  const restore = applyEdits(workspace, edits);
  try {
    await workspace.build();
    const { seen } = await runRows(Object.keys(rows));
    for (const row of Object.keys(rows)) table.push([row, what, seen[row] ? 'yes' : 'no']);
    expect(seen).toEqual(rows);
  } finally {
    restore();
  }
});

it('no row is left out', async () => {
  await workspace.build();
  const { titles } = await runRows(['none']);
  const failing = new Set(mutations.flatMap(({ rows }) => Object.keys(rows)));
  // Nx hashes options of commands by itself: nothing here could leave them out.
  failing.add('an option on the command line of Nx');
  expect(titles.filter((title) => !failing.has(title))).toEqual([]);
  expect([...failing].filter((row) => !titles.includes(row))).toEqual([]);
});

/** Of the file that is run: those that the table asks for. */
const FILE = 'cache-inputs';
const DESCRIBED = 'an edit changes the hash of exactly the tasks that it concerns';

interface JsonReport {
  testResults: {
    assertionResults: { ancestorTitles: string[]; title: string; failureMessages: string[] }[];
  }[];
}

/** Runs single rows. @returns what each saw that failed, and all titles there are */
async function runRows(rows: readonly string[]): Promise<{ seen: Record<string, Seen>; titles: string[] }> {
  const report = workspace.path('rows.json');
  rmSync(report, { force: true });
  // Titles of a table are in quotes.
  const pattern = rows.map((row) => `${DESCRIBED} '?${row}'?$`).join('|');
  const args = ['node_modules/vitest/vitest.mjs', 'run', '-c', 'e2e/vitest.config.ts', FILE];
  const { output } = await workspace.run(process.execPath, [
    ...args,
    ...['-t', pattern, '--reporter=json', `--outputFile=${report}`],
  ]);
  let json: JsonReport;
  try {
    json = JSON.parse(readFileSync(report, 'utf8')) as JsonReport;
  } catch {
    throw new Error(output);
  }
  const found = json.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ ancestorTitles }) => ancestorTitles.at(-1) === DESCRIBED)
    .map(({ title, failureMessages }) => ({ row: title.replace(/^'|'$/g, ''), message: failureMessages[0] }));
  const failed = found.flatMap(({ row, message }) => (message === undefined ? [] : [[row, seenBy(message)]]));
  return { seen: Object.fromEntries(failed), titles: found.map(({ row }) => row) };
}

/** What a row saw, from the message with which it failed. */
function seenBy(message: string): Seen {
  const both = /expected \{ nx: '(\w*)', stage: '(\w*)' \} to deeply equal/.exec(message);
  if (!both) throw new Error(message);
  return { nx: both[1]!, stage: both[2]! };
}
