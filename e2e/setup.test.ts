import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, type Workspace } from './support/workspace-copy.js';

/** `npm run setup` on machines that have everything, and on ones that lack something. */
let workspace: Workspace;
const tools = (): string => workspace.path('node_modules/only-these');
const withoutNative = { LETHE_SKIP_NATIVE: '1' };
const setup = (env: Record<string, string | undefined>) =>
  workspace.run(process.execPath, ['tools/setup.mjs'], { env });

beforeAll(() => {
  workspace = copyWorkspace();
  // As after `npm ci` by hand: the packages are there, and setup has not looked at them yet.
  rmSync(workspace.path('node_modules/.lethe-setup'), { force: true });
  // A directory for PATH: Node, and an npm that only notes how it was called.
  mkdirSync(tools());
  symlinkSync(process.execPath, `${tools()}/node`);
});
afterAll(() => workspace?.remove());

function fakeNpm(exitCode: number): Record<string, string> {
  const npm = `${tools()}/npm`;
  writeFileSync(npm, `#!/bin/sh\necho "npm was called: $*"\nexit ${exitCode}\n`);
  chmodSync(npm, 0o755);
  return { ...withoutNative, PATH: `${tools()}${delimiter}${process.env.PATH}` };
}

describe('setup', () => {
  it('takes over what npm installed, builds, and does nothing the second time', async () => {
    const first = await setup(withoutNative);
    expect(first.code, first.output).toBe(0);
    expect(first.stdout).toMatch(
      /packages already installed by npm[\s\S]*build {4}compiled[\s\S]*native {3}skipped/,
    );
    const second = await setup(withoutNative);
    expect(second.stdout).toContain('packages up to date');
    expect(await workspace.processorSeconds(['tools/setup.mjs'], withoutNative)).toBeLessThan(2);
  });

  it('installs with npm ci when package-lock.json changed', async () => {
    workspace.editJson('package-lock.json', (json) => {
      json.packages['node_modules/zod'].version = '4.0.0';
    });
    const failed = await setup(fakeNpm(1));
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain('npm was called: ci');
    expect(failed.stderr).toMatch(/setup: npm ci failed\n {2}next: .*without a network/);
    const installed = await setup(fakeNpm(0));
    expect(installed.code, installed.output).toBe(0);
    expect(installed.stdout).toContain('npm was called: ci');
    expect((await setup(fakeNpm(1))).stdout).not.toContain('npm was called');
  });

  it('says which Node it needs', async () => {
    const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.19.0' } });`;
    workspace.write('node_modules/old-node.mjs', old);
    const { code, stderr } = await setup({
      NODE_OPTIONS: `--import=${workspace.path('node_modules/old-node.mjs')}`,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/this is Node 18\.19\.0, and Lethe needs 20\.19/);
  });

  it('succeeds on wasm without a compiler and without pip, and says so in two lines', async () => {
    const { code, output } = await setup({
      PATH: tools(),
      LETHE_CACHE: workspace.path('node_modules/cache'),
      // Who runs the tests with it leaves out what is tested here.
      LETHE_SKIP_NATIVE: undefined,
    });
    expect(code, output).toBe(0);
    expect(output).toMatch(
      /^No native TensorFlow, so Lethe computes with the wasm backend \(.*\)\.\nTo get it: .+$/m,
    );
  });
});
