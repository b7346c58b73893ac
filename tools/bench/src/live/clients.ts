import { once } from 'node:events';
import { get } from 'node:http';
import { connect, type Socket } from 'node:net';

/** Asks for the events of a run and never reads what comes. */
export async function stalledClient(address: string, run: string): Promise<Socket> {
  const { hostname, port, host } = new URL(address);
  const socket = connect(Number(port), hostname);
  socket.pause();
  await once(socket, 'connect');
  socket.write(`GET /events?run=${run} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
  return socket;
}

/** A client that reads everything, and what it has read so far. */
export interface ReadingClient {
  bytes: number;
  close(): void;
}

export function readingClient(address: string, run: string): ReadingClient {
  const request = get(`${address}events?run=${run}`, { agent: false });
  const client: ReadingClient = { bytes: 0, close: () => request.destroy() };
  request.on('response', (response) => {
    response.on('data', (chunk: Buffer) => {
      client.bytes += chunk.length;
    });
    response.on('error', () => undefined);
  });
  request.on('error', () => undefined);
  return client;
}

/**
 * Seconds until the first bytes of an answer.
 * @throws Error when there is none, or with another status than 200
 */
export async function secondsToAnswer(url: string): Promise<number> {
  const begin = performance.now();
  const request = get(url, { agent: false });
  const [response] = await once(request, 'response');
  if (response.statusCode !== 200) throw new Error(`${url}: answered with ${response.statusCode}`);
  await once(response, 'data');
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  request.destroy();
  return (performance.now() - begin) / 1000;
}
