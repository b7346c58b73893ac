import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { NewestEvent } from './newest-event.js';

/** What the live server answers with. */
export interface LiveContent {
  /** The page, UTF-8; all clients share these bytes. */
  page: Buffer;
  /** Path of the report, which may not be there yet. */
  report: string;
  /** The states of a run, unless there is no such run. */
  events(run: string): NewestEvent | undefined;
}

const HTML = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
const EVENTS = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };

/** Answers a request, whatever it asks for. */
export async function answerRequest(
  { method, url = '', headers }: IncomingMessage,
  response: ServerResponse,
  content: LiveContent,
): Promise<void> {
  const refuse = (status: number, reason: string, more = {}): void =>
    void response.writeHead(status, { 'content-type': 'text/plain', ...more }).end(reason);

  // Other sites can point a name of theirs at this machine; their pages must not read ours.
  const host = headers.host ?? '';
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return refuse(403, 'ask for 127.0.0.1');
  if ((headers.origin ?? `http://${host}`) !== `http://${host}`) return refuse(403, 'another site asks');
  if (method !== 'GET' && method !== 'HEAD') return refuse(405, 'only GET', { allow: 'GET, HEAD' });
  if (!url.startsWith('/')) return refuse(400, 'ask for a path');

  // As a reference to resolve, a path that begins with // would name another host, or none that is valid.
  const { pathname, searchParams } = new URL(`http://127.0.0.1${url}`);
  if (pathname === '/') return void response.writeHead(200, HTML).end(content.page);
  const events = pathname === '/events' ? content.events(searchParams.get('run') ?? '') : undefined;
  if (events) {
    response.writeHead(200, EVENTS);
    return method === 'HEAD' ? void response.end() : events.add(response);
  }
  const report = pathname === '/report.html' ? await open(content.report).catch(() => undefined) : undefined;
  if (!report) return refuse(404, 'not found');
  response.writeHead(200, HTML);
  // A client that leaves in between is no fault.
  await pipeline(report.createReadStream(), response).catch(() => response.destroy());
}
