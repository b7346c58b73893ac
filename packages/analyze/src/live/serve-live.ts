import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { findManifest, LetheError, type RunDirectories } from '@lethe/contracts';
import type { LiveState, SeriesLook } from '../page/live-state.js';
import { conditionStyle } from '../report/condition-style.js';
import { seriesColour } from '../report/theme.js';
import { LiveRun, trainingStatus } from './live-run.js';

export interface LiveReport {
  experiment: string;
  profile: string;
  runs: readonly (RunDirectories & {
    /** Steps that its training will take. */
    steps: number;
  })[];
  /** Directory of the analyze stage; its report is served once it is finished. */
  analyze: string;
  /** 0 for any that is free. */
  port: number;
  /** Milliseconds between two looks at the tables. */
  poll?: number;
}

const HOST = '127.0.0.1';

/**
 * Serves a page that follows the trainings of an experiment, on this machine alone, until `signal` aborts.
 * @param ready called with the address of the page
 * @throws LetheError when the port is taken
 */
export async function serveLive(
  report: LiveReport,
  signal: AbortSignal,
  ready: (address: string) => void,
): Promise<void> {
  const poll = report.poll ?? 500;
  // Vega loads with it, which nothing else of the package's entry needs.
  const { renderLivePage } = await import('./live-page.js');
  const page = renderLivePage(
    report.experiment,
    report.profile,
    report.runs.map(({ id }) => id),
  );
  const followed = new Map<string, LiveRun>();
  const follow = (id: string): LiveRun | undefined => {
    const run = report.runs.find((entry) => entry.id === id);
    if (!run || followed.has(id)) return followed.get(id);
    const live = new LiveRun(run, run.steps, poll);
    followed.set(id, live);
    void live.follow(signal);
    return live;
  };

  async function sendEvents(id: string, response: ServerResponse): Promise<void> {
    const live = follow(id);
    if (!live) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    let sent = '';
    while (!response.destroyed && !signal.aborted) {
      const runs = report.runs.map((run) => ({ id: run.id, status: trainingStatus(run) }));
      const finished = findManifest(report.analyze) !== undefined;
      const version = JSON.stringify([live.version, runs, finished]);
      if (version !== sent) {
        sent = version;
        const state: LiveState = { ...runState(live), runs, report: finished };
        response.write(`data: ${JSON.stringify(state)}\n\n`);
      }
      await setTimeout(poll, undefined, { signal }).catch(() => undefined);
    }
    response.end();
  }

  const server = createServer((request: IncomingMessage, response) => {
    // Other sites can point a name of theirs at this machine; their pages must not read ours.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')) {
      return void response.writeHead(403).end('ask for 127.0.0.1');
    }
    const url = new URL(request.url ?? '/', `http://${HOST}`);
    const html = (text: string | Buffer): void =>
      void response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
        .end(text);
    if (url.pathname === '/') return html(page);
    if (url.pathname === '/events') return void sendEvents(url.searchParams.get('run') ?? '', response);
    const finished = join(report.analyze, 'report.html');
    if (url.pathname === '/report.html' && existsSync(finished)) return html(readFileSync(finished));
    response.writeHead(404).end('not found');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, report.port)));
    server.listen(report.port, HOST, () => {
      ready(`http://${HOST}:${(server.address() as AddressInfo).port}/`);
      signal.addEventListener('abort', () => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      if (signal.aborted) server.close(() => resolve());
    });
  });
}

function runState(live: LiveRun): Omit<LiveState, 'runs' | 'report'> {
  const snapshot = live.snapshot();
  const conditions = [
    ...new Set(snapshot.panels.flatMap(({ series }) => series.map(({ condition }) => condition))),
  ];
  return {
    ...snapshot,
    failure: live.failure?.message,
    panels: snapshot.panels.map(({ depth, series }) => ({
      depth,
      series: series.map(({ condition, points }) => ({
        label: condition,
        look: liveLook(condition, conditions),
        points,
      })),
    })),
  };
}

/** Looks of a condition among all of a run. */
function liveLook(condition: string, conditions: readonly string[]): SeriesLook {
  const { colour, dash } = conditionStyle(condition, conditions);
  return { number: colour, colour: seriesColour(colour), dash: dash.length === 0 ? [1, 0] : dash };
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error;
  return new LetheError({
    what: error.code === 'EADDRINUSE' ? 'the port is taken' : 'the port is not ours to use',
    where: `${HOST}:${port}`,
    next: 'choose another with --port, or leave it out',
  });
}
