import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyWorkspace, type Workspace } from './support/workspace-copy.js';

// In this order, and in one directory: train reads what the example of data wrote, probe what both did, analyze all of
// it. Those that read an experiment run where it is.
const pages: { folder: string; cwd: 'scratch' | '.' }[] = [
  ...['contracts', 'tokenizers', 'data', 'runtime', 'model', 'train', 'probe', 'analyze'].map((name) => ({
    folder: `packages/${name}`,
    cwd: 'scratch' as const,
  })),
  { folder: 'packages/experiment', cwd: '.' },
  { folder: 'tools/cli', cwd: '.' },
];

/** The JavaScript examples of a page, whole. */
const examples = (markdown: string): string[] =>
  [...markdown.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code]) => code!);

let workspace: Workspace;
beforeAll(async () => {
  workspace = copyWorkspace();
  await workspace.build();
  mkdirSync(workspace.path('scratch'));
  workspace.copyQuickstart();
});
afterAll(() => workspace?.remove());

for (const { folder, cwd } of pages) {
  it(`the examples of ${folder}/README.md run as they stand`, async () => {
    const page = workspace.read(`${folder}/README.md`);
    expect(page, 'an example that does not run').not.toMatch(/^```(ts|typescript)$/m);
    const found = examples(page);
    expect(found.length).toBeGreaterThan(0);
    for (const [i, code] of found.entries()) {
      const script = workspace.path('scratch', `${folder.replace('/', '-')}-${i}.mjs`);
      writeFileSync(script, code);
      const {
        code: exitCode,
        stdout,
        output,
      } = await workspace.run(process.execPath, [script], { cwd: workspace.path(cwd) });
      expect(exitCode, `example ${i + 1}:\n${code}\n${output}`).toBe(0);
      expect(stdout, code).not.toBe('');
    }
  });
}
