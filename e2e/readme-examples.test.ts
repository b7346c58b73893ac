import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyWorkspace, type Workspace } from './support/workspace-copy.js';

// In this order, and in one directory: train reads what the example of data wrote, probe what both did.
const packages = ['contracts', 'data', 'runtime', 'model', 'train', 'probe', 'analyze'] as const;

/** The JavaScript examples of a page, whole. */
const examples = (markdown: string): string[] =>
  [...markdown.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code]) => code!);

let workspace: Workspace;
beforeAll(async () => {
  workspace = copyWorkspace();
  await workspace.build();
  mkdirSync(workspace.path('scratch'));
});
afterAll(() => workspace?.remove());

for (const name of packages) {
  it(`the examples of packages/${name}/README.md run as they stand`, async () => {
    const found = examples(workspace.read(`packages/${name}/README.md`));
    expect(found.length).toBeGreaterThan(0);
    for (const [i, code] of found.entries()) {
      workspace.write(`scratch/${name}-${i}.mjs`, code);
      const {
        code: exitCode,
        stdout,
        output,
      } = await workspace.run(process.execPath, [`${name}-${i}.mjs`], { cwd: workspace.path('scratch') });
      expect(exitCode, `example ${i + 1}:\n${code}\n${output}`).toBe(0);
      expect(stdout, code).not.toBe('');
    }
  });
}
