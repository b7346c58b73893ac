import * as z from 'zod';
import { createComponent, defineKind, type Kind } from './component.js';
import { patternField } from './pattern.js';

/** Changes a text before it is cut into words. */
export type Normalizer = (text: string) => string;

const form = (name: 'NFC' | 'NFD' | 'NFKC' | 'NFKD') =>
  defineKind<Normalizer, Record<never, never>>({}, () => (text) => text.normalize(name));

const none = {} as Record<never, never>;
const flag = z.boolean();

/** The kinds that give the texts of the Rust library. */
const normalizers: Readonly<Record<string, Kind<Normalizer>>> = {
  Sequence: defineKind({ normalizers: z.array(z.unknown()) }, ({ normalizers }, nested) => {
    const all = normalizers.map(nested);
    return (text) => all.reduce((changed, normalize) => normalize(changed), text);
  }),
  NFC: form('NFC'),
  NFD: form('NFD'),
  NFKC: form('NFKC'),
  NFKD: form('NFKD'),
  Lowercase: defineKind<Normalizer, typeof none>(none, () => lowercase),
  StripAccents: defineKind<Normalizer, typeof none>(none, () => (text) => text.replace(/\p{M}/gu, '')),
  Strip: defineKind({ strip_left: flag, strip_right: flag }, ({ strip_left, strip_right }) => (text) => {
    const begun = strip_left ? text.replace(/^\p{White_Space}+/u, '') : text;
    return strip_right ? begun.slice(0, endOfText(begun)) : begun;
  }),
  Prepend: defineKind(
    { prepend: z.string() },
    ({ prepend }) =>
      (text) =>
        text === '' ? text : prepend + text,
  ),
  Replace: defineKind(
    { pattern: patternField, content: z.string() },
    ({ pattern, content }) =>
      (text) =>
        text.replaceAll(pattern, () => content),
  ),
  BertNormalizer: defineKind(
    {
      clean_text: flag.default(true),
      handle_chinese_chars: flag.default(true),
      strip_accents: flag.nullish(),
      lowercase: flag.default(true),
    },
    (options) => {
      const strip = options.strip_accents ?? options.lowercase;
      return (text) => {
        const clean = options.clean_text ? cleanText(text) : text;
        const apart = options.handle_chinese_chars ? clean.replace(ideograph, ' $& ') : clean;
        const bare = strip ? apart.normalize('NFD').replace(/\p{Mn}/gu, '') : apart;
        return options.lowercase ? lowercase(bare) : bare;
      };
    },
  ),
};

/** @throws LetheError naming a kind or a field that is not supported */
export function createNormalizer(value: unknown, where: string): Normalizer {
  return value === null || value === undefined
    ? (text) => text
    : createComponent(normalizers, 'normalizer', value, where);
}

/** Letter by letter, so that a final sigma is a sigma as well. */
const lowercase = (text: string): string => text.replaceAll('Σ', 'σ').toLowerCase();

/** Where the white space at the end of a text begins. */
function endOfText(text: string): number {
  let end = text.length;
  while (end > 0 && /\p{White_Space}/u.test(text[end - 1]!)) end--;
  return end;
}

// BERT's blocks of Chinese characters, as the Rust library has them.
const ideograph =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu;

const cleanText = (text: string): string =>
  text.replace(/[^\P{C}\t\n\r\p{Cn}]|\ufffd/gu, '').replace(/\p{White_Space}/gu, ' ');
