import * as z from 'zod';
import { normalizations } from '../../../text/normalize-text.js';

/** Option of methods that compare whole texts or lines. */
export const normalize = z
  .enum(normalizations)
  .default('none')
  .describe(
    'differences to ignore. none; whitespace: its amount; lowercase: case as well; words: also everything but letters and digits, and compatibility forms',
  );
