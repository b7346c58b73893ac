import { readFileSync } from 'node:fs';
import { findings } from '@lethe/analyze/declaration';
import { answers, linearProbes, mechanism, probes, readManifest, readRows } from '@lethe/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyWorkspace, type Workspace } from './support/workspace-copy.js';

/** A symbolic world of 16 subjects, pretrained and fine-tuned on questions by the real stages. */
let workspace: Workspace;
const out = (...parts: string[]): string => workspace.path('experiments', ...parts);

beforeAll(async () => {
  workspace = copyWorkspace();
  const facts = {
    source: 'symbolic',
    scenarios: { background: 16 },
    templates: 8,
    multiplicity: 4,
    fineTuned: 6,
  };
  const data = {
    facts,
    tokenizer: { type: 'symbolic' },
    sequenceLength: 3,
    packing: 'documents',
    background: { source: 'world' },
    order: { steps: 120, batchSize: 64 },
  };
  const train = { optimizer: { learningRate: 0.02, weightDecay: 0 }, clipNorm: null };
  const probe = { generate: { maxTokens: 1 } };
  workspace.writeJson('experiments/told/experiment.json', {
    ...{ title: 'told', data, train, probe: { ...probe, mechanism: true } },
    model: { architecture: 'one-layer', mlpWidth: 64 },
  });
  workspace.writeJson('experiments/asked/experiment.json', {
    title: 'asked',
    probe: { ...probe, mechanism: true, linear: { kinds: ['q'], values: ['whole'], steps: 20 } },
    data: { ...data, background: { source: 'questions' }, order: { steps: 60, batchSize: 6 } },
    train: { ...train, from: { experiment: 'told' } },
    sweep: [
      {
        label: 'f',
        variants: { full: {}, rank: { train: { rankOne: { token: 'p0', targets: ['mlp.in'] } } } },
        together: true,
      },
    ],
  });
  await workspace.build();
});
afterAll(() => workspace?.remove());

it('facts are stored, and a change of rank one gives them back in answers', async () => {
  const { code, output } = await workspace.nx(['run', 'asked:analyze', '--output-style=static']);
  expect(code, output).toBe(0);
  const asked = new Map(
    (await readRows(out('asked/out/full/data'), probes)).map((row) => [row.probe_id, row]),
  );
  const share = async (directory: string, depth: string, split: string): Promise<number> => {
    const rows = (await readRows(out(directory), answers)).filter(({ probe_id }) => {
      const probe = asked.get(probe_id)!;
      return probe.depth === depth && (depth !== 'qa' || probe.split === split);
    });
    return rows.filter(({ exact_match }) => exact_match).length / rows.length;
  };
  expect(await share('told/out/full/probe', 'memorization', '')).toBe(1);
  expect(await share('told/out/full/probe', 'qa', 'train')).toBe(0);
  for (const f of ['ffull', 'frank']) {
    expect(await share(`asked/out/full/probe/${f}`, 'qa', 'train'), f).toBe(1);
  }
  // Full fine-tuning learns its 6 answers by heart in so small a world; held-out ones need the change along p0.
  expect(await share('asked/out/full/probe/frank', 'qa', 'test')).toBeGreaterThan(0.5);
  // The adapter beside the model that it is merged into.
  const adapter = 'asked/out/full/train/frank/adapters/step-000060/adapter_config.json';
  expect(JSON.parse(readFileSync(out(adapter), 'utf8'))).toMatchObject({ r: 1, target_modules: ['mlp.in'] });
  // What single models do stands in tables of their own, beside what the manifest says of the probes.
  for (const f of ['ffull', 'frank']) {
    const directory = out('asked/out/full/probe', f);
    const [row] = await readRows(directory, mechanism);
    expect(row).toMatchObject({ step: 60, before: null, facts: 16, relations: 8, questions: 6 });
    expect(row!.gradient_energy).toBeGreaterThan(0.5);
    const heads = await readRows(directory, linearProbes);
    expect(heads).toEqual([
      expect.objectContaining({ step: 60, kind: 'q', attribute: '0', train_facts: 6, test_facts: 10 }),
    ]);
    expect(readManifest(directory).summary).toMatchObject({ probe: { without_token_boundary: 0 } });
  }
  const ids = (await readRows(out('asked/out/full/analyze'), findings)).map(({ finding_id }) => finding_id);
  expect(ids).toContain('G1-attention + MLP-K=4');
  // The gradient of fine-tuning before it begins, and the answers before and after it.
  expect(ids).toContain('G10-attention + MLP-K=4');
  expect(ids).toContain('G8-attention + MLP-K=4');
});
