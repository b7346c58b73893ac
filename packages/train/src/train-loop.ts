import { createProgressMeter, type ProgressReport, type StageContext } from '@lethe/contracts';
import type { LoraConfig, ModelConfig } from '@lethe/model';
import type { CompiledModule } from '@lethe/runtime';
import { checkFinite } from './check-finite.js';
import { holdsOptimizer } from './checkpoints/checkpoint-schedule.js';
import { saveParameters } from './checkpoints/save-parameters.js';
import type { TrainingData } from './data/open-training-data.js';
import { readTrainingBatches } from './data/read-training-batches.js';
import { createDivergenceWatch } from './divergence-watch.js';
import type { Evaluator } from './evaluation/create-evaluator.js';
import { countTensors, createMemoryWatch } from './memory-watch.js';
import type { StepObserver } from './observers/step-observer.js';
import type { ResumePosition } from './resume/resume-point.js';
import { createResumeWriter, type ResumeWriter } from './resume/resume-writer.js';
import { learningRates } from './schedules/schedules.js';
import type { TrainStep } from './step/train-step.js';
import { createStepsWriter } from './steps-writer.js';
import { createEventWriter } from './tensorboard/event-writer.js';
import type { TrainSpec } from './train-options.js';

export interface Training {
  data: TrainingData;
  config: ModelConfig;
  /** The adapter, where one is trained. */
  lora?: LoraConfig | undefined;
  train: Pick<TrainSpec, 'optimizer' | 'schedule' | 'tensorboard' | 'documentMask' | 'checkpoints' | 'until'>;
  /** Updates that the optimizer has taken before this training; 0 for a fresh one, the default. */
  earlier?: number;
  trainStep: Pick<TrainStep, 'run' | 'optimizer'>;
  /** Holds the parameters, and the programs and state of the step. */
  module: CompiledModule;
  observers: Pick<StepObserver, 'afterStep' | 'position'>;
  /** The observer that measures the loss on held-out rows, where there is one. */
  evaluator?: Pick<Evaluator, 'latest'> | undefined;
  /** Numbers of updates after which weights are saved. */
  checkpoints: ReadonlySet<number>;
  /** Absent where an interrupted training starts over. */
  resume?: {
    /** Seconds between two resume points; null for none. */
    everySeconds: number | null;
    backend: string;
    /** Shapes of the module's state. */
    shapes: Record<string, { shape: readonly number[] }>;
    /** Where this training is resumed. */
    point?: ResumePosition | undefined;
  };
}

/**
 * Runs the training steps in order, all or until the loss is low enough. After each it adds a row to the steps table, calls the observers with the
 * number of updates done, saves a checkpoint where one is due, and a resume point at intervals. It stops between steps
 * when it is aborted.
 * @throws LetheError when the loss, the gradient, or weights that are to be saved are no longer finite; Error when memory grows
 */
export async function trainLoop(training: Training, context: StageContext): Promise<void> {
  const { data, config, lora, train, trainStep, module, observers, evaluator, checkpoints } = training;
  const { earlier = 0 } = training;
  const { steps, batchSize, sequences } = data;
  const tokensPerStep = batchSize * sequences.length;
  const memory = createMemoryWatch(() => countTensors(module));
  const point = training.resume?.point;
  const rows = createStepsWriter(context.out, { resumeAt: point?.steps });
  const events = train.tensorboard ? createEventWriter(context.out, point?.events ?? undefined) : undefined;
  let done = point?.updates ?? 0;
  let start = performance.now();
  const seconds = (): number => (point?.seconds ?? 0) + (performance.now() - start) / 1000;
  const resume = createResume(training, context, () => {
    const positions = observers.position?.();
    if (positions === undefined) return undefined;
    const { backend } = training.resume!;
    const observed = positions as ResumePosition['observers'];
    return {
      updates: done,
      seconds: seconds(),
      backend,
      steps: rows.position(),
      events: events?.position() ?? null,
      observers: observed,
    };
  });

  const afterUpdate = async (updates: number, isLast: boolean): Promise<void> => {
    await observers.afterStep(updates, isLast);
    const evaluated = evaluator?.latest();
    if (evaluated?.updates === updates) {
      events?.add(updates, seconds(), { evaluation_loss: evaluated.loss });
    }
    if (checkpoints.has(updates) || (isLast && updates < steps)) {
      const { type } = train.optimizer;
      const optimizer = { type, updates: earlier + updates, entries: trainStep.optimizer };
      await saveParameters(module, config, context.out, {
        ...{ updates, lora, data: data.directory },
        // The last step of all is meant, wherever training ends.
        ...(holdsOptimizer(train.checkpoints, isLast ? steps : updates) && { optimizer }),
      });
    }
    memory.check(updates, isLast);
    done = updates;
    if (updates > 0 && !isLast) await resume?.afterUpdate();
  };

  try {
    if (!point) await afterUpdate(0, false);
    const meter = createProgressMeter({ total: steps, done });
    const watch = createDivergenceWatch(config.vocabSize, context.log);
    const peak = train.optimizer.learningRate;
    const rateOf = learningRates(train.schedule, { peak, steps: earlier + steps });
    start = performance.now();
    const batches = readTrainingBatches(data.directory, sequences, batchSize, {
      from: done,
      documents: train.documentMask,
    });
    for await (const { step, ...batch } of batches) {
      if (context.signal.aborted) {
        await resume?.now();
        throw context.signal.reason;
      }
      const learningRate = rateOf(earlier + step);
      const { loss, gradNorm } = await trainStep.run(module, earlier + step, batch, learningRate);
      rows.add({
        step,
        tokens: (step + 1) * tokensPerStep,
        loss,
        learning_rate: learningRate,
        grad_norm: gradNorm,
        seconds: seconds(),
      });
      events?.add(step, seconds(), { loss, learning_rate: learningRate, grad_norm: gradNorm });
      checkFinite(step, { loss, gradNorm }, { learningRate, out: context.out });
      watch({ step, loss, learningRate });
      // As the steps table has it, by which it is checked.
      const isLow = Math.fround(loss) <= (train.until?.loss ?? Number.NEGATIVE_INFINITY);
      const isLast = step + 1 === steps || isLow;
      await afterUpdate(step + 1, isLast);
      const report = meter(step + 1, { isLast });
      if (report) {
        (context.progress ?? context.log)(
          progressLine(
            isLast ? { ...report, timeLeft: 'done' } : report,
            { step: step + 1, steps, tokensPerStep },
            loss,
            evaluator?.latest()?.loss,
          ),
        );
      }
      if (isLast) break;
    }
    await resume?.settle();
  } catch (error) {
    // The first error is the one to report.
    await resume?.settle().catch(() => {});
    throw error;
  } finally {
    rows.close();
    events?.close();
  }
}

function createResume(
  { resume, module }: Training,
  { out, log }: StageContext,
  position: () => ResumePosition | undefined,
): ResumeWriter | undefined {
  if (!resume) return undefined;
  const { shapes, everySeconds } = resume;
  return createResumeWriter({ out, log, module, shapes, everySeconds, position });
}

/** One line such as `step 120/3000  loss 5.123  7,100 tokens/s  6 min left`. */
function progressLine(
  { recentPerSecond, timeLeft }: ProgressReport,
  { step, steps, tokensPerStep }: { step: number; steps: number; tokensPerStep: number },
  loss: number,
  evaluationLoss: number | undefined,
): string {
  const speed = Math.round(tokensPerStep * recentPerSecond).toLocaleString('en-US');
  const evaluation = evaluationLoss === undefined ? '' : `  evaluation ${evaluationLoss.toFixed(3)}`;
  return `step ${step}/${steps}  loss ${loss.toFixed(3)}${evaluation}  ${speed} tokens/s  ${timeLeft}`;
}
