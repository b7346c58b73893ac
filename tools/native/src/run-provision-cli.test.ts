import { expect, test } from 'vitest';
import type { ProvisionOptions, ProvisionResult, provision } from './provision.js';
import { runProvisionCli } from './run-provision-cli.js';

const missing: ProvisionResult = { status: 'missing', lines: ['what is missing', 'how to get it'] };
const ready = {
  status: 'ready',
  fresh: true,
  directory: '/cache/native/x',
  record: { tensorflow: '2.21.0', variant: 'cpu', source: 'a wheel' },
} as ProvisionResult;

async function run(args: string[], result: ProvisionResult) {
  const seen: ProvisionOptions[] = [];
  const out: string[] = [];
  const err: string[] = [];
  const fake: typeof provision = async (options = {}) => {
    seen.push(options);
    options.log?.('working');
    return result;
  };
  const status = await runProvisionCli(
    args,
    { write: (text) => out.push(text) },
    { write: (text) => err.push(text) },
    fake,
  );
  return { status, out: out.join(''), err: err.join(''), options: seen[0] };
}

test('nothing to be had is no failure: two lines and status 0, also when quiet', async () => {
  expect(await run(['--quiet'], missing)).toMatchObject({
    status: 0,
    out: 'what is missing\nhow to get it\n',
    err: '',
  });
  expect((await run([], missing)).out).toBe('native: working\nwhat is missing\nhow to get it\n');
});

test.each([[['--library', 'x.whl']], [['--require']]])('with %j it is one, status 2', async (args) => {
  expect((await run(args, missing)).status).toBe(2);
});

test('options reach the provisioning', async () => {
  const { options } = await run(['--library', 'x.whl', '--force'], ready);
  expect(options).toMatchObject({ library: 'x.whl', force: true });
});

test('success tells version and place, and nothing when quiet', async () => {
  expect(await run([], ready)).toMatchObject({
    status: 0,
    out: 'native: working\nnative: TensorFlow 2.21.0 (cpu) is ready in /cache/native/x, from a wheel\n',
  });
  expect(await run(['--quiet', '--library', 'x', '--require'], ready)).toMatchObject({ status: 0, out: '' });
});

test('an unknown option is status 2 with the usage; --help is status 0', async () => {
  const wrong = await run(['--librray', 'x'], ready);
  expect(wrong).toMatchObject({ status: 2, out: '', options: undefined });
  expect(wrong.err).toContain('--library PATH');
  expect(await run(['--help'], ready)).toMatchObject({
    status: 0,
    out: expect.stringContaining('--library PATH'),
  });
});
