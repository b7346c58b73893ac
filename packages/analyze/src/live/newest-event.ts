import type { Writable } from 'node:stream';

/**
 * Sends a changing state to many clients as server-sent events. Every state is encoded once, for all of them. A client
 * that reads slowly is never owed more than one state: it is passed over until it has read what it was sent, and then
 * gets the newest.
 */
export class NewestEvent {
  /** What each client was sent last. */
  readonly #sent = new Map<Writable, Buffer | undefined>();
  #newest: Buffer | undefined;

  /** Clients that are connected. */
  get clients(): number {
    return this.#sent.size;
  }

  /** Sends `client` the newest state, if there is one, and all that follow, until it closes. */
  add(client: Writable): void {
    this.#sent.set(client, undefined);
    client.on('drain', () => this.#deliver(client));
    client.once('close', () => this.#sent.delete(client));
    this.#deliver(client);
  }

  /** @param state JSON */
  send(state: unknown): void {
    this.#newest = Buffer.from(`data: ${JSON.stringify(state)}\n\n`);
    for (const client of this.#sent.keys()) this.#deliver(client);
  }

  #deliver(client: Writable): void {
    const newest = this.#newest;
    if (newest === undefined || this.#sent.get(client) === newest) return;
    if (client.destroyed || client.writableNeedDrain) return;
    this.#sent.set(client, newest);
    client.write(newest);
  }
}
