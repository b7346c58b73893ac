import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { NewestEvent } from './newest-event.js';

/** A client that reads when told to. */
class FakeClient extends Writable {
  readonly chunks: Buffer[] = [];
  #read: (() => void) | undefined;

  constructor() {
    super({ highWaterMark: 16 });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.chunks.push(chunk);
    this.#read = done;
  }

  /** Reads what was sent, until nothing is under way. */
  async read(): Promise<void> {
    while (this.#read) {
      const done = this.#read;
      this.#read = undefined;
      done();
      await new Promise(setImmediate);
    }
  }

  get states(): number[] {
    return this.chunks.map((chunk) => JSON.parse(chunk.toString().slice('data: '.length)).number);
  }
}

const state = (number: number) => ({ number, points: 'x'.repeat(1000) });

it('owes a client that does not read one state, and sends it the newest when it reads again', async () => {
  const event = new NewestEvent();
  const [stalled, reading] = [new FakeClient(), new FakeClient()];
  event.add(stalled);
  event.add(reading);
  let most = 0;
  for (let number = 0; number < 100; number++) {
    event.send(state(number));
    await reading.read();
    most = Math.max(most, stalled.writableLength);
  }
  expect(most).toBeLessThan(1100);
  expect(reading.states).toEqual(Array.from({ length: 100 }, (_, number) => number));
  await stalled.read();
  expect(stalled.states).toEqual([0, 99]);
});

it('builds a state once for all clients', () => {
  const event = new NewestEvent();
  const clients = [new FakeClient(), new FakeClient(), new FakeClient()];
  for (const client of clients) event.add(client);
  let built = 0;
  event.send({ toJSON: () => ++built });
  expect(built).toBe(1);
  expect(new Set(clients.map(({ chunks }) => chunks[0])).size).toBe(1);
});

it('sends the newest state to who comes late, and forgets who has left', async () => {
  const event = new NewestEvent();
  const early = new FakeClient();
  event.add(early);
  event.send(state(1));
  event.send(state(2));
  const late = new FakeClient();
  event.add(late);
  expect(late.states).toEqual([2]);
  early.destroy();
  await new Promise(setImmediate);
  expect(event.clients).toBe(1);
  event.send(state(3));
  expect(early.states).toEqual([1]);
});
