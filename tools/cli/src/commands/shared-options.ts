import { profiles } from '@lethe/contracts';
import { BACKEND_NAMES } from '@lethe/runtime/backend';
import * as z from 'zod';

export const backend = z
  .enum(['auto', ...BACKEND_NAMES])
  .optional()
  .describe('what computes; by default LETHE_BACKEND, else the best that loads');

export const experiment = z.string().describe('directory with experiment.json');
export const profile = z.enum(profiles).default('full').describe('size of the experiment');
export const force = z.boolean().default(false).describe('run even when up to date');
