import { parseJson } from '@lethe/contracts';

/** A text that its column declares to be JSON: a text for the field that names it, a record for fields that step into it. */
export class JsonText {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The value in it; undefined where it is not JSON. */
  parse(): unknown {
    try {
      return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(this.bytes));
    } catch {
      return undefined;
    }
  }
}
