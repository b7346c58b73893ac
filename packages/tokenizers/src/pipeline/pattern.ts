import * as z from 'zod';
import { SplitPreTokenizer } from './library-classes.js';

/** What `Split` and `Replace` look for: a text, or a regular expression in Oniguruma's syntax. */
export const patternField = z
  .union([z.strictObject({ String: z.string().min(1) }), z.strictObject({ Regex: z.string().min(1) })])
  .transform((pattern, context) => {
    try {
      return 'String' in pattern ? new RegExp(escapeText(pattern.String), 'gu') : compileRegex(pattern.Regex);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });

/** A regular expression that matches a text alone. */
export const escapeText = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** @throws Error naming what JavaScript would match otherwise than Oniguruma, or in exponential time */
function compileRegex(source: string): RegExp {
  checkRegex(source);
  const rule = { type: 'Split', pattern: { Regex: source }, behavior: 'Removed', invert: true } as const;
  return new SplitPreTokenizer(rule).pattern;
}

/** Parts of tiktoken's rules whose possessive quantifiers match as greedy ones do: nothing that follows could take back. */
const harmlessPossessives = [String.raw`[^\r\n\p{L}\p{N}]?+\p{L}`, String.raw`[^\s\p{L}\p{N}]++[\r\n]`];

const token =
  /\\(?:[pPx]\{[^}]*\}|[\s\S])|\[(?:\\[\s\S]|\[:[^\]]*:\]|\[(?:\\[\s\S]|[^\]\\])*\]|[^\]\\])*\]|\((?:\?(?:<?[=!]|[^(): ]*:?))?|[)|]|(?:[?*+]|\{\d*,?\d*\})[?+]?|[\s\S]/g;

function checkRegex(source: string): void {
  const known = harmlessPossessives.reduce((text, part) => text.replaceAll(part, ''), source);
  /** Of each open group: whether it repeats without bound, or has alternatives. */
  const groups = [{ repeats: false }];
  let closed: { repeats: boolean } | undefined;
  for (const [part] of known.matchAll(token)) {
    const group = groups.at(-1)!;
    const last = closed;
    closed = undefined;
    if (/^\\[1-9GKRXNOkgyY]$/.test(part)) throw new Error(`${part} is not supported`);
    if (part.startsWith('(')) {
      if (!/^\((?:\?(?::|i:|<?[=!]))?$/.test(part)) throw new Error(`${part} is not supported`);
      groups.push({ repeats: false });
    } else if (part === ')') {
      closed = groups.length > 1 ? groups.pop() : undefined;
      groups.at(-1)!.repeats ||= closed?.repeats ?? false;
    } else if (part === '|') {
      if (groups.length > 1) group.repeats = true;
    } else if (/^(?:[?*+].?|\{\d*,?\d*\}.?)$/.test(part)) {
      if (/^[?*+]\+$/.test(part)) throw new Error(`the possessive quantifier ${part} is not supported`);
      if (/^[?]|^\{\d*\}|^\{\d*,\d+\}/.test(part)) continue;
      if (last?.repeats)
        throw new Error('a repeated group that repeats or has alternatives is not supported');
      group.repeats = true;
    }
  }
}
