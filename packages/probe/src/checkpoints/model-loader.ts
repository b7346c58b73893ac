import { fastestMode, isWorthRecording, loadCheckpoint, type ModelConfig, type Weights } from '@lethe/model';
import { type Backend, type CompiledModule, compile as compileAlone, type Program } from '@lethe/runtime';
import { type GenerationPlan, generationPrograms, planGeneration } from '../generate/generate-greedily.js';
import { spanPrograms } from '../span/measure-spans.js';
import { tokensOf } from '../span/plan-rows.js';
import { planSpans, type SpanPlan } from '../span/plan-spans.js';
import type { Probe } from '../span/read-probes.js';

/** A model with the programs that measure a set of probes. */
export interface ProbedModel {
  module: CompiledModule;
  spans: SpanPlan;
  /** Absent where nothing is generated. */
  generation: GenerationPlan | undefined;
}

/** Programs for the parameters of a model, beside those of the probes. */
export interface ProgramSet {
  programs: Record<string, Program>;
  /** Tokens that pass through the model for each checkpoint. */
  tokens: number;
}

export interface ModelLoader {
  /** Loads the weights of a checkpoint. The model of the call before must not be used any more. */
  load(directory: string): Promise<ProbedModel>;
  dispose(): Promise<void>;
}

export interface LoaderOptions {
  backend: Backend;
  probes: readonly Probe[];
  /** Longest generated answer; undefined for no generation. */
  maxTokens: number | undefined;
  /** How many will be loaded: few of a small model run sooner than they compile. */
  checkpoints: number;
  /** What else runs on the loaded models. */
  others: readonly ((config: ModelConfig) => ProgramSet)[];
  /** `compile` unless given. */
  compile?: typeof compileAlone | undefined;
}

/** Loads one checkpoint after the other. Programs are compiled once for all checkpoints of one configuration. */
export function createModelLoader({
  backend,
  probes,
  maxTokens,
  checkpoints,
  others,
  compile = compileAlone,
}: LoaderOptions): ModelLoader {
  let current: { key: string; model: ProbedModel } | undefined;

  const compileModel = async (config: ModelConfig, weights: Weights): Promise<ProbedModel> => {
    const spans = planSpans(probes, config.contextLength);
    const generation =
      maxTokens === undefined ? undefined : planGeneration(probes, maxTokens, config.contextLength);
    const sets = others.map((plan) => plan(config));
    const programs = Object.assign(
      { ...spanPrograms(spans, config), ...(generation && generationPrograms(generation, config)) },
      ...sets.map((set) => set.programs),
    );
    const tokens =
      tokensOf(spans.groups) +
      (maxTokens ?? 0) * tokensOf(generation?.groups ?? []) +
      sets.reduce((sum, set) => sum + set.tokens, 0);
    const work = { tokens: checkpoints * tokens, programs: Object.keys(programs).length };
    const mode = isWorthRecording(config, work) ? fastestMode(backend, config, work) : 'eager';
    return { module: await compile({ backend, state: weights, programs, mode }), spans, generation };
  };

  const dispose = async (): Promise<void> => {
    await current?.model.module.dispose();
    current = undefined;
  };
  return {
    async load(directory) {
      const { config, weights } = loadCheckpoint(directory);
      const key = JSON.stringify(config);
      if (current?.key === key) {
        const values = Object.entries(weights).map(([name, weight]) => [name, weight.values] as const);
        await current.model.module.writeState(Object.fromEntries(values));
        return current.model;
      }
      await dispose();
      current = { key, model: await compileModel(config, weights) };
      return current.model;
    },
    dispose,
  };
}
