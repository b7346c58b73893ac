import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linearProbes, MANIFEST_FILE, readRows } from '@lethe/contracts';
import { temporaryDirectory } from '@lethe/contracts/testing';
import { initWeights, modelConfigFromSpec, saveCheckpoint } from '@lethe/model';
import { modelSpec } from '@lethe/model/declaration';
import { expect, it } from 'vitest';
import { captureCommandLine } from '../testing/capture-command-line.js';

it('looks into a one-layer model of a symbolic world, and reads attributes of biographies', async () => {
  const directory = temporaryDirectory();
  const at = (name: string): string => join(directory, name);
  const world = async (kind: string, ...options: string[]) => {
    const { code } = await captureCommandLine([
      'data',
      'world',
      '--kind',
      kind,
      '--out',
      at(kind),
      ...options,
    ]);
    expect(code).toBe(0);
  };
  await world('symbolic', '--count', '8', '--templates', '4', '--multiplicity', '2', '--noise-per-row', '2');
  await world('biographies', '--count', '20');
  // 8 subjects, 4 templates, 8 answers, 1 format token, 12 noise tokens, 1 end of text.
  const config = modelConfigFromSpec(modelSpec.parse({ architecture: 'one-layer', mlpWidth: 16 }), {
    vocabSize: 34,
    contextLength: 8,
  });
  saveCheckpoint(at('model'), config, initWeights(config, 1));
  const mechanism = await captureCommandLine(['probe', 'mechanism', at('symbolic'), '--model', at('model')]);
  expect(mechanism.code).toBe(0);
  expect(JSON.parse(mechanism.printed)).toMatchObject({
    ...{ step: null, before: null, facts: 8, relations: 4, questions: 1 },
    attention_mass_memorization: expect.closeTo(0.5, 9),
    uniform_mass_qa: expect.closeTo(0.5, 9),
    format_change_cosine: null,
    gradient_energy: expect.closeTo(1, 9),
  });

  const bytes = modelConfigFromSpec(modelSpec.parse({ layers: 1, heads: 1, width: 8 }), {
    vocabSize: 257,
    contextLength: 64,
  });
  saveCheckpoint(at('bytes'), bytes, initWeights(bytes, 1));
  const common = ['probe', 'linear', at('biographies'), '--model', at('bytes'), '--backend', 'wasm'];
  const linear = await captureCommandLine([
    ...common,
    ...['--steps', '2', '--kind', 'q', '--value', 'whole', '--out', at('written')],
  ]);
  expect([linear.code, linear.logged]).toEqual([0, expect.stringContaining('q-probe 0, attribute 0')]);
  const rows = linear.printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string });
  expect(rows.map(({ kind }) => kind)).toEqual(Array(6).fill('q'));
  // What is printed is what is written.
  expect(await readRows(at('written'), linearProbes)).toEqual(rows);
  const wrong = await captureCommandLine([...common, '--steps', '0']);
  expect([wrong.code, wrong.logged]).toEqual([
    2,
    expect.stringContaining('--steps: the value of this option is not valid'),
  ]);
  writeFileSync(join(at('written'), MANIFEST_FILE), '{}');
  const finished = await captureCommandLine([...common, '--out', at('written')]);
  expect([finished.code, finished.logged]).toEqual([2, expect.stringContaining('finished stage')]);
  writeFileSync(join(at('model'), 'tokenizer.json'), readFileSync(join(at('symbolic'), 'tokenizer.json')));
  expect(mechanism.logged).toContain('cannot be checked');
  for (const command of ['mechanism', 'linear']) {
    const foreign = await captureCommandLine(['probe', command, at('biographies'), '--model', at('model')]);
    expect([foreign.code, foreign.logged]).toEqual([2, expect.stringContaining('another tokenizer')]);
  }
  const other = await captureCommandLine(['probe', 'mechanism', at('symbolic'), '--model', at('bytes')]);
  expect([other.code, other.logged]).toEqual([
    2,
    expect.stringContaining('expected: architecture one-layer'),
  ]);
}, 60_000);
