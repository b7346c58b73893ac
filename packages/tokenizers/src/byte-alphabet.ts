/**
 * The byte alphabet of GPT-2: every byte has a printable character that stands for it in tokenizer.json,
 * and ids 0-255 go to the bytes in the order of these characters (Radford et al. 2019, `bytes_to_unicode`).
 */

const printable = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;

/** The character that stands for each byte. */
const characterOfByte: readonly string[] = (() => {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++));
})();

/** Token id of each byte: Uint8Array [256]. */
export const idOfByte: Uint8Array = (() => {
  const ids = new Uint8Array(256);
  const sorted = Array.from({ length: 256 }, (_, byte) => byte).sort((a, b) =>
    characterOfByte[a]! < characterOfByte[b]! ? -1 : 1,
  );
  sorted.forEach((byte, id) => {
    ids[byte] = id;
  });
  return ids;
})();

/** Byte of each token id below 256: Uint8Array [256]. */
export const byteOfId: Uint8Array = (() => {
  const bytes = new Uint8Array(256);
  idOfByte.forEach((id, byte) => {
    bytes[id] = byte;
  });
  return bytes;
})();

/** The printable form of a byte string. */
export function toCharacters(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += characterOfByte[byte]!;
  return text;
}

const byteOfCharacter = new Map(characterOfByte.map((character, byte) => [character, byte]));

/** The bytes behind a printable form, or undefined when a character stands for no byte. */
export function fromCharacters(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const byte = byteOfCharacter.get(text[i]!);
    if (byte === undefined) return undefined;
    bytes[i] = byte;
  }
  return bytes;
}
