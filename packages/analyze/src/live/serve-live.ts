import { setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { findManifest, LetheError, type RunDirectories } from '@lethe/contracts';
import type { LiveState } from '../page/live-state.js';
import { answerRequest } from './answer-request.js';
import { LiveRun, trainingStatus } from './live-run.js';
import { NewestEvent } from './newest-event.js';
import { runState } from './run-state.js';

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
  const page = Buffer.from(
    renderLivePage(
      report.experiment,
      report.profile,
      report.runs.map(({ id }) => id),
    ),
  );
  const followed = new Map<string, NewestEvent>();
  // Every run that is followed listens.
  const ending = AbortSignal.any([signal]);
  setMaxListeners(0, ending);

  /** States of a run, which is followed from the first request on. */
  function events(id: string): NewestEvent | undefined {
    const run = report.runs.find((entry) => entry.id === id);
    if (!run || followed.has(id)) return followed.get(id);
    const live = new LiveRun(run, run.steps, poll);
    const states = new NewestEvent();
    followed.set(id, states);
    void live.follow(ending);
    void publish(live, states);
    return states;
  }

  async function publish(live: LiveRun, states: NewestEvent): Promise<void> {
    let sent = '';
    for (; !ending.aborted; await setTimeout(poll, undefined, { signal: ending }).catch(() => undefined)) {
      // The first state is built for the client that is about to be added.
      if (states.clients === 0 && sent !== '') continue;
      const runs = report.runs.map((run) => ({ id: run.id, status: trainingStatus(run) }));
      const finished = findManifest(report.analyze) !== undefined;
      const version = JSON.stringify([live.version, runs, finished]);
      if (version === sent) continue;
      sent = version;
      states.send({ ...runState(live), runs, report: finished } satisfies LiveState);
    }
  }

  const content = { page, report: join(report.analyze, 'report.html'), events };
  const server = createServer((request, response) => void answerRequest(request, response, content));
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

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error;
  return new LetheError({
    what: error.code === 'EADDRINUSE' ? 'the port is taken' : 'the port is not ours to use',
    where: `${HOST}:${port}`,
    next: 'choose another with --port, or leave it out',
  });
}
