import * as z from 'zod';
import { normalizations } from '../../../text/normalize-text.js';

/** Option of methods that compare whole texts or lines. */
export const normalize = z
  .enum(normalizations)
  .default('none')
  .describe(
    'what makes no difference. none; whitespace: its amount; lowercase: case too; words: all but letters and digits too, and compatibility forms',
  );
