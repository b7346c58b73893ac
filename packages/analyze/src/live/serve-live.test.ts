import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveState } from '../page/live-state.js';
import { serveLive } from './serve-live.js';

const RUNS = 12;

describe('the live server', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lethe-live-'));
  const at = (name: string): string => join(directory, name);
  const controller = new AbortController();
  let served: Promise<void>;
  let port: number;

  beforeAll(async () => {
    const runs = Array.from({ length: RUNS }, (_, i) => ({
      ...{ id: `s${i + 1}`, values: {}, steps: 10 },
      ...{ data: at('data'), train: at('train'), probe: at('probe') },
    }));
    const address = await new Promise<string>((ready, failed) => {
      served = serveLive(
        { experiment: 'tiny', profile: 'full', runs, analyze: at('analyze'), port: 0, poll: 5 },
        controller.signal,
        ready,
      );
      served.catch(failed);
    });
    port = Number(new URL(address).port);
  });
  afterAll(async () => {
    controller.abort();
    await served;
    rmSync(directory, { recursive: true });
  });

  /** Status of the answer to a request, as a client may send it that is no browser. */
  async function status(line: string, headers: Record<string, string> = {}): Promise<number> {
    const socket = connect(port, '127.0.0.1');
    const all = { host: `127.0.0.1:${port}`, connection: 'close', ...headers };
    const fields = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`${line} HTTP/1.1\r\n${fields.join('')}\r\n`);
    return Number(/^HTTP\/1\.1 (\d+)/.exec(await text(socket))?.[1]);
  }

  it('answers requests that are no paths of its own, and goes on', async () => {
    for (const path of [
      '//',
      '///',
      '//[',
      '/\\',
      '/%',
      '/events',
      '/events?run=%',
      '/../x',
      `/${'/'.repeat(9999)}`,
    ])
      expect(await status(`GET ${path}`), path).toBe(404);
    for (const target of ['*', 'http://127.0.0.1/', 'http://['])
      expect(await status(`GET ${target}`), target).toBe(400);
    expect(await status('POST /')).toBe(405);
    expect(await status('GET / x')).toBe(400);
    expect(await status('GET /')).toBe(200);
  });

  it('answers its own pages only', async () => {
    const own = `http://127.0.0.1:${port}`;
    expect(await status('GET /', { origin: own })).toBe(200);
    expect(await status('GET /', { host: 'localhost:8080', origin: 'http://localhost:8080' })).toBe(200);
    for (const origin of ['http://example.org', 'null', 'http://127.0.0.1:1', `https://127.0.0.1:${port}`])
      expect(await status('GET /events?run=s1', { origin }), origin).toBe(403);
    for (const host of ['example.org', '127.0.0.1.example.org', '', `example.org:${port}`])
      expect(await status('GET /', { host }), host).toBe(403);
  });

  it('has the report once it is there', async () => {
    expect(await status('GET /report.html')).toBe(404);
    mkdirSync(at('analyze'));
    const report = 'a report, '.repeat(100_000);
    writeFileSync(at('analyze/report.html'), report);
    expect(await (await fetch(`http://127.0.0.1:${port}/report.html`)).text()).toBe(report);
  });

  it('sends a state at once and a new one when something changed', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/events?run=s1`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    const next = async (): Promise<LiveState> =>
      JSON.parse(((await reader.read()).value ?? '').replace(/^data: /, ''));
    expect(await next()).toMatchObject({ run: 's1', status: 'waiting for data', step: 0, steps: 10 });
    mkdirSync(at('train'));
    writeFileSync(at('train/steps.arrows'), '');
    expect(await next()).toMatchObject({ status: 'running' });
    await reader.cancel();
  });

  it('follows many runs without a warning', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => void warnings.push(warning);
    process.on('warning', warn);
    for (let run = 1; run <= RUNS; run++) expect(await status(`HEAD /events?run=s${run}`)).toBe(200);
    await new Promise(setImmediate);
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });
});
