import * as z from 'zod';
import type { ReportIssue } from './architecture.js';

/** Llama 3's stretching of low frequencies (the Llama 3 report, arXiv 2407.21783, and transformers' `llama3`). */
export interface RotaryScaling {
  factor: number;
  lowFrequencyFactor: number;
  highFrequencyFactor: number;
  /** Context of the model before it was extended. */
  originalContextLength: number;
}

export interface RotaryConfig {
  /** Base of the frequencies. */
  theta: number;
  /** Elements of each head that are rotated, from the first on; an even number. */
  width: number;
  scaling: RotaryScaling | null;
}

const size = z.int().positive();

const rotaryScaling = z
  .strictObject({
    factor: z.number().min(1).describe('how much longer the context becomes'),
    lowFrequencyFactor: z.number().positive().default(1),
    highFrequencyFactor: z.number().positive().default(4),
    originalContextLength: size.default(8192).describe('context of the model before it was extended'),
  })
  .refine((scaling) => scaling.highFrequencyFactor > scaling.lowFrequencyFactor, {
    error: 'highFrequencyFactor must be larger than lowFrequencyFactor',
    path: ['highFrequencyFactor'],
  });

/** The key `rotary` of the model section. */
export const rotaryKey = z
  .strictObject({
    theta: z.number().positive().default(10_000).describe('base of the frequencies'),
    fraction: z
      .number()
      .gt(0)
      .max(1)
      .optional()
      .describe('share of each head that is rotated, where an architecture rotates less than all of it'),
    scaling: rotaryScaling.nullable().default(null).describe('as in Llama 3.1 and later; null for none'),
  })
  .optional()
  .describe('rotary positions');

export type RotaryKey = z.output<typeof rotaryKey>;

/** Rules for the heads of a model with rotary positions. */
export function checkRotary(
  model: { width?: number | undefined; heads?: number | undefined; headWidth?: number | undefined },
  issue: ReportIssue,
): void {
  const { width = 0, heads = 1, headWidth = width / heads } = model;
  if (headWidth % 2 !== 0) issue('heads', 'rotary positions need heads of an even width');
}

/** The rotary positions for an experiment and the width of a head. */
export function rotaryFromSpec(rotary: RotaryKey, headWidth: number, defaultFraction = 1): RotaryConfig {
  return {
    theta: rotary?.theta ?? 10_000,
    width: rotatedWidth(headWidth, rotary?.fraction ?? defaultFraction),
    scaling: rotary?.scaling ?? null,
  };
}

/**
 * Frequencies of all pairs, in radians per position (arXiv 2104.09864, equation 15), stretched if the model does so.
 */
export function rotaryFrequencies({ theta, width, scaling }: RotaryConfig): number[] {
  return Array.from({ length: width / 2 }, (_, pair) => {
    const frequency = theta ** ((-2 * pair) / width);
    return scaling ? stretch(frequency, scaling) : frequency;
  });
}

/** Waves longer than the old context are stretched by `factor`, much shorter ones are kept, those between blend. */
function stretch(frequency: number, scaling: RotaryScaling): number {
  const { factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalContextLength } = scaling;
  const wavesInContext = (originalContextLength * frequency) / (2 * Math.PI);
  if (wavesInContext < low) return frequency / factor;
  if (wavesInContext > high) return frequency;
  const share = (wavesInContext - low) / (high - low);
  return ((1 - share) * frequency) / factor + share * frequency;
}

const positive = z.number().positive();

/** What transformers' `llama3` scaling must say. */
const llama3Fields = [
  'factor',
  'low_freq_factor',
  'high_freq_factor',
  'original_max_position_embeddings',
] as const;

/** One set of rotary parameters in config.json. */
export const rotaryParameters = z
  .looseObject({
    rope_type: z.enum(['default', 'llama3']).optional(),
    type: z.enum(['default', 'llama3']).optional(),
    rope_theta: positive.optional(),
    partial_rotary_factor: positive.max(1).optional(),
    factor: positive.optional(),
    low_freq_factor: positive.optional(),
    high_freq_factor: positive.optional(),
    original_max_position_embeddings: positive.optional(),
  })
  .superRefine((given, context) => {
    if (!isLlama3(given)) return;
    const report = (field: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [field], message });
    for (const field of llama3Fields) {
      if (given[field] === undefined) report(field, 'rope scaling "llama3" needs this field');
    }
    if ((given.partial_rotary_factor ?? 1) !== 1) {
      report('partial_rotary_factor', 'rope scaling "llama3" takes whole heads');
    }
  });

const isLlama3 = ({ rope_type, type }: { rope_type?: string | undefined; type?: string | undefined }) =>
  (rope_type ?? type) === 'llama3';

/**
 * The fields of config.json that say how positions are rotated: `rope_parameters` of transformers 5, or `rope_theta`
 * and `rope_scaling` of those before it.
 */
export const huggingFaceRotary = {
  rope_parameters: rotaryParameters.nullish(),
  rope_theta: positive.nullish(),
  rope_scaling: rotaryParameters.nullish(),
  original_max_position_embeddings: positive.nullish(),
};

type HuggingFaceRotary = z.output<z.ZodObject<typeof huggingFaceRotary>>;

/**
 * The rotary positions that config.json describes. As in transformers, `rope_scaling` goes before `rope_parameters`.
 * @param partial where an architecture rotates a part of each head: the share and the base where `rope_parameters`
 *   give none. Others rotate whole heads, whatever the file says of a share.
 */
export function rotaryFromHuggingFace(
  json: HuggingFaceRotary,
  headWidth: number,
  partial?: { fraction: number; theta: number },
): RotaryConfig {
  const { rope_parameters, rope_scaling } = json;
  const isGiven = Object.keys(rope_scaling ?? {}).length > 0;
  const given = (isGiven ? rope_scaling : rope_parameters) ?? {};
  const fraction = partial ? (given.partial_rotary_factor ?? partial.fraction) : 1;
  return {
    theta: given.rope_theta ?? json.rope_theta ?? partial?.theta ?? 10_000,
    width: rotatedWidth(headWidth, fraction),
    scaling: isLlama3(given)
      ? {
          factor: given.factor!,
          lowFrequencyFactor: given.low_freq_factor!,
          highFrequencyFactor: given.high_freq_factor!,
          originalContextLength:
            json.original_max_position_embeddings ?? given.original_max_position_embeddings!,
        }
      : null,
  };
}

/** Both spellings, so that older and newer transformers read the same model. */
export function rotaryToHuggingFace({ theta, width, scaling }: RotaryConfig, headWidth: number) {
  const scaled = scaling
    ? {
        rope_type: 'llama3',
        factor: scaling.factor,
        low_freq_factor: scaling.lowFrequencyFactor,
        high_freq_factor: scaling.highFrequencyFactor,
        original_max_position_embeddings: scaling.originalContextLength,
      }
    : null;
  const fraction = width / headWidth;
  return {
    rope_parameters: {
      ...(scaled ?? { rope_type: 'default' }),
      rope_theta: theta,
      ...(fraction === 1 ? {} : { partial_rotary_factor: fraction }),
    },
    rope_theta: theta,
    rope_scaling: scaled,
  };
}

/** As transformers does: the share of the head, rounded down; the last element of an odd number is not rotated. */
function rotatedWidth(headWidth: number, fraction: number): number {
  return 2 * Math.floor(Math.floor(headWidth * fraction) / 2);
}
