import type { AnalyzeSpec } from '@lethe/analyze/declaration';
import type { RunDirectories, StageResult } from '@lethe/contracts';
import type { DataSpec } from '@lethe/data/declaration';
import { originOf } from '@lethe/experiment';
import type { ModelSpec } from '@lethe/model/declaration';
import type { ProbeSpec } from '@lethe/probe/declaration';
import type { TrainSpec } from '@lethe/train/declaration';
import { originCheckpoint, upstreamRuns } from './origins.js';
import { inputDirectory, type StageCall } from './stage-call.js';

/** Runs the stage that Lethe brings. Packages are loaded only when their stage runs: TensorFlow.js takes a while. */
export async function runBuiltinStage(call: StageCall): Promise<StageResult | undefined> {
  const { request, backend, context } = call;
  const { config } = request.task;
  const compile = request.lockstep?.compile;
  switch (request.task.stage) {
    case 'data': {
      const { runData } = await import('@lethe/data');
      return runData(
        { config: config.data as DataSpec, baseDirectory: request.experiment.directory },
        context,
      );
    }
    case 'train': {
      const { runTrain } = await import('@lethe/train');
      const { model, train } = config as { model?: ModelSpec; train: TrainSpec };
      const data = inputDirectory(call, 'data');
      return runTrain(
        {
          config: { model, train },
          ...{ data, backend, compile, baseDirectory: request.experiment.directory },
          checkpoint: originCheckpoint(call),
        },
        context,
      );
    }
    case 'probe': {
      const { runProbe } = await import('@lethe/probe');
      const [data, train] = [inputDirectory(call, 'data'), inputDirectory(call, 'train')];
      return runProbe({ config: config.probe as ProbeSpec, data, train, backend, compile }, context);
    }
    case 'analyze': {
      const { runAnalyze } = await import('@lethe/analyze');
      await runAnalyze(
        {
          config: config.analyze as AnalyzeSpec,
          experiment: request.experiment.name,
          profile: request.profile,
          runs: runDirectories(call),
          upstream: upstreamRuns(call),
        },
        context,
      );
      return undefined;
    }
  }
}

/** The directories of every run of the sweep, in the order of the plan. */
export function runDirectories({ request, inputs }: StageCall): RunDirectories[] {
  const directoryOf = (target: string): string => inputs.find((input) => input.target === target)!.directory;
  return request.plan.runs.map(({ id, values, targets, spec }) => {
    const origin = originOf(spec);
    return {
      id,
      values,
      data: directoryOf(targets.data),
      train: directoryOf(targets.train),
      probe: directoryOf(targets.probe),
      ...(origin ? { from: `${origin.experiment}/${origin.run}` } : {}),
    };
  });
}
