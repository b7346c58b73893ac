import * as z from 'zod';
import { shorten } from './shorten.js';

const MISTAKES = 10;
const LONGEST = 300;

/** What a schema says of a value, one mistake after the other; of many, the first ones and how many there are. */
export function schemaMistakes({ issues }: z.ZodError): string {
  const first = issues.slice(0, MISTAKES).map((issue) => {
    const message = shorten(issue.message, LONGEST);
    const path = issue.path.map((step) => (typeof step === 'string' ? shorten(step, LONGEST) : step));
    return { ...issue, message, path };
  });
  const shown = z.prettifyError(new z.ZodError(first));
  return issues.length <= MISTAKES ? shown : `${shown}\n... and ${issues.length - MISTAKES} more`;
}
