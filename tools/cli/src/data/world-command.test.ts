import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { runCommandLine } from '../command-line.js';

const root = mkdtempSync(join(tmpdir(), 'lethe-world-'));
const out = join(root, 'world');
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

async function run(...options: string[]): Promise<{ code: number; printed: string }> {
  let printed = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  }
  const code = await runCommandLine(['data', 'world', ...options]);
  vi.restoreAllMocks();
  return { code, printed };
}

it('hands every option on', async () => {
  const biographies = join(root, 'biographies');
  const options =
    '--variant multi2 --celebrities 3 --celebrity-variant multi4 --train-on celebrities --train-fraction 1 --zipf-exponent 0.5 --attributes employer major';
  const shared = '--count 20 --seed 7 --copies 2 --scenario once';
  const done = await run(...`--kind biographies --out ${biographies} ${shared} ${options}`.split(' '));
  expect(done).toEqual({ code: 0, printed: 'biographies: 20 facts, 120 probes, 92 texts\n' });
  expect(JSON.parse(readFileSync(join(biographies, 'world.json'), 'utf8'))).toEqual({
    kind: 'biographies',
    persons: 20,
    seed: 7,
    variant: 'multi2',
    celebrities: 3,
    celebrityVariant: 'multi4',
    trainOn: 'celebrities',
    trainFraction: 1,
    attributes: ['employer', 'major'],
    zipfExponent: 0.5,
    copies: 2,
    scenario: 'once',
  });
  const symbolic = join(root, 'symbolic');
  const sizes =
    '--templates 9 --multiplicity 3 --answers 4 --format-tokens 2 --noise-per-row 1 --noise-tokens 5 --fine-tuned 6';
  await run(...`--kind symbolic --out ${symbolic} --count 20 ${sizes}`.split(' '));
  expect(JSON.parse(readFileSync(join(symbolic, 'world.json'), 'utf8'))).toMatchObject({
    subjects: 20,
    templates: 9,
    multiplicity: 3,
    answers: 4,
    formatTokens: 2,
    noisePerRow: 1,
    noiseTokens: 5,
    fineTuned: 6,
  });
});

it.each([
  ['--kind passages --count 3 --variant single', /--variant: --kind passages has no such option/],
  ['--kind symbolic --count 3 --celebrities 1', /--celebrities: --kind symbolic/],
  ['--kind symbolic --count many', /--count: [\s\S]*not a number/],
  ['--kind biographies --count 3 --variant multi', /--variant: [\s\S]*expected single or multiM/],
  [
    '--kind biographies --count 3 --attributes major major',
    /--attributes: [\s\S]*expected each attribute once/,
  ],
  ['--kind biographies --count 3 --attributes age', /Given: "age"/],
  ['--kind planets --count 3', /Given: "planets"/],
  ['--kind passages --count 3 --bogus 1', /Unknown argument: bogus/],
  ['--kind passages', /Missing required argument/],
  ['--kind passages --count 3 --tokenizer absent.json', /absent.json: the tokenizer cannot be read/],
])('refuses %s', async (options, message) => {
  const { code, printed } = await run('--out', out, ...options.split(' '));
  expect(code).toBe(2);
  expect(printed).toMatch(message);
  expect(printed).not.toMatch(/ at .*\.[jt]s:/);
  expect(existsSync(out)).toBe(false);
});
