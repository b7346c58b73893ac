import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bool } from '../arrow/columns.js';
import { defineTable } from '../arrow/define-table.js';
import { readRows } from '../arrow/table-reader.js';
import { writeTable } from '../arrow/table-writer.js';
import { probes } from './data-tables.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-data-tables-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('a probes table of version 1, whose column was seam_matches, is refused by its version', async () => {
  const { token_boundary: _, ...columns } = probes.columns;
  const former = defineTable({
    ...probes,
    version: 1,
    columns: { ...columns, seam_matches: bool('the former name of token_boundary') },
  });
  const row = {
    ...{ probe_id: 'p', fact_id: 'f', depth: 'qa', prompt: 'a', target: 'b', answers: [], split: 'test' },
    ...{ prompt_tokens: [0], target_tokens: [1], seam_matches: true },
  };
  writeTable(directory, former, [row]);
  await expect(readRows(directory, former)).resolves.toEqual([row]);
  await expect(readRows(directory, probes)).rejects.toMatchObject({
    problem: {
      what: 'this is not a table "probes" of version 2',
      where: join(directory, 'probes.arrow'),
      expected: expect.stringContaining('lethe.version=2'),
      found: expect.stringContaining('lethe.version=1'),
    },
  });
});
