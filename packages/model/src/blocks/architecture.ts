import * as z from 'zod';

/**
 * How a parameter is initialized: normal with mean 0 and this standard deviation, uniform in [-limit, limit), or a
 * constant.
 */
export type Initializer = { standardDeviation: number } | { limit: number } | { constant: number };

/** What a matrix is: a linear map stored [out, in] or [in, out], or an embedding [ids, width]. */
export type MatrixLayout = 'out-in' | 'in-out' | 'embedding';

/** One parameter of an architecture. */
export interface ParameterSpec {
  /** Hugging Face name; GPT-2's without the prefix of the model. */
  name: string;
  shape: number[];
  init: Initializer;
  /** For matrices. */
  layout?: MatrixLayout;
  /** Whether training leaves it unchanged. */
  frozen?: boolean;
}

/** The part of a configuration that all architectures share. */
export interface CommonConfig {
  architecture: string;
  vocabSize: number;
  /** Longest row of tokens that the model can read. */
  contextLength: number;
  layers: number;
  /** Size of the residual stream. */
  width: number;
}

/** Sizes of a model that the data decide: tokens of the tokenizer, and of a row. */
export interface DataSizes {
  vocabSize: number;
  contextLength: number;
}

const size = z.int().positive();

/** The keys of the model section that every architecture has. */
export const commonKeys = {
  layers: size.optional(),
  heads: size.optional(),
  width: z.int().nonnegative().optional().describe('size of the residual stream'),
  mlpWidth: size.optional().describe('hidden size of the MLP'),
};
type CommonKeys = typeof commonKeys;

/** Keys of the model section: optional zod schemas, described without naming architectures. */
export type ModelKeys = Record<string, z.ZodOptional>;

/** A model section with keys beside the common ones, before and after it is checked. */
export type WrittenModel<Keys extends ModelKeys> = z.output<z.ZodObject<CommonKeys & Keys>>;
export type CheckedModel<Keys extends ModelKeys> = WrittenModel<Keys> &
  Record<'layers' | 'heads' | 'width', number>;

/** Reports a mistake in a key of the model section. */
export type ReportIssue = (key: string, message: string) => void;

type Texts<Keys> = { readonly [Key in keyof Keys | keyof CommonKeys]?: string };

/**
 * Everything about a family of models except its forward pass, without TensorFlow: experiment.json, its schema,
 * checkpoints and adapters derive from it. `architectures/registry.ts` lists them.
 */
export interface Architecture<Config extends CommonConfig, Keys extends ModelKeys> {
  /** Name in experiment.json. */
  name: Config['architecture'];
  /** `model_type` in config.json. */
  modelType: string;
  /** Keys of the model section that it has beside the common ones; architectures that share a key share its schema. */
  keys: Keys;
  /** Default of each key. */
  whereAbsent?: Texts<Keys>;
  /** What a key means for this architecture, if that differs from its description. */
  meaning?: Texts<Keys>;
  /** Modules that adapters and changes of rank one usually target, for the descriptions of both. */
  targets: { lora: readonly string[]; rankOne: readonly string[] };
  /** Sizes of named models. Vocabulary and context are the data's. */
  presets: Record<string, z.input<z.ZodObject<CommonKeys & Keys>>>;
  /** Checks the keys of a model section together, its preset filled in. */
  check(model: WrittenModel<Keys>, issue: ReportIssue): void;
  /** The configuration for an experiment. */
  fromSpec(model: CheckedModel<Keys>, sizes: DataSizes): Config;
  /** @throws LetheError naming the field of config.json that this implementation cannot honour. */
  fromHuggingFace(json: unknown, where: string): Config;
  /** The content of config.json. */
  toHuggingFace(config: Config): Record<string, unknown>;
  /** Fields of it for which transformers refuses whole numbers without a point. */
  floatFields?: readonly string[];
  /** Every parameter, in the order in which the model uses them. */
  parameters(config: Config): ParameterSpec[];
  /** The parameter that a tensor of a Hugging Face file is; undefined for tensors that are not parameters. */
  localName(fileName: string): string | undefined;
  /** Names of an embedding and of the head that is the same matrix where `tied` in the configuration says so. */
  tying?: { embedding: string; head: string };
  /** Name of the matrix that gives the logits: an embedding where the head is tied to it. */
  headWeight(config: Config): string;
  /** What transformers' name of a parameter has before ours: GPT-2's `transformer.`; nothing by default. */
  peftPrefix?: string;
}
