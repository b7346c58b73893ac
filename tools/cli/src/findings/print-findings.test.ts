import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findings } from '@lethe/analyze/declaration';
import { type RowOf, writeTable } from '@lethe/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FindingsRequest, printFindings } from './print-findings.js';

const row: RowOf<typeof findings> = {
  finding_id: 'F1-once',
  claim: 'F1',
  variant: null,
  subject: 'once',
  statement: 'once: effectivity is above 0',
  words: 'an encounter teaches',
  detail: '',
  kind: 'primary',
  given: null,
  source_value: '> 0',
  claimed_from: 0,
  claimed_to: null,
  our_value: 0.25,
  unit: 'nats/token',
  low: null,
  high: null,
  interval_method: null,
  p: null,
  adjusted_p: null,
  family: null,
  family_tests: null,
  seeds: 1,
  verdict: 'inconclusive',
  strength: null,
  reason: 'one seed; a verdict needs 3',
  distance: null,
  detectable: null,
  seeds_needed: null,
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-findings-'));
  writeTable(directory, findings, [row]);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function printed(request: Partial<FindingsRequest> = {}): Promise<string> {
  const lines: string[] = [];
  await printFindings({ directory, profile: 'full', command: 'again --all', ...request }, (text) =>
    lines.push(text),
  );
  return lines.join('\n');
}

it('prints a line for each claim, where the report is if there is one, and how to see every row', async () => {
  expect(await printed()).toMatch(/^primary claims\nF1 {2}inconclusive: an encounter[\s\S]* again --all$/);
  expect(await printed()).not.toContain('report');
  writeFileSync(join(directory, 'report.html'), '');
  expect(await printed()).toContain(`\nreport: ${join(directory, 'report.html')}\nnext: `);
  expect(await printed({ profile: 'smoke' })).toMatch(/^smoke run/);
});

it('prints every row, as a table or as JSON', async () => {
  expect(await printed({ rows: 'table' })).toMatch(/^F1 {2}once: effectivity is above 0 /m);
  expect(JSON.parse(await printed({ rows: 'json' }))).toEqual([row]);
});
