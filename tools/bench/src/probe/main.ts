import { cpus } from 'node:os';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import { startLineProcess, takeTurns } from '../process/line-process.js';
import { missingModules, python, pythonScript } from '../process/python.js';
import { withTemporaryDirectory } from '../process/temporary-directory.js';
import { log, runBenchmark } from '../run-benchmark.js';
import { compareTurns, type SpanReport } from './compare-turns.js';
import { fictionalKnowledgeSpans, type SpanModelName, spanModels, writeSpanCase } from './span-case.js';

const LARGEST_DIFFERENCE = 1e-4;
const names = Object.keys(spanModels) as SpanModelName[];

await runBenchmark({
  name: 'probe',
  description: 'span log-probabilities of Fictional Knowledge, beside a plain loop of Python transformers',
  options: {
    model: z.array(z.enum(names)).default(names).describe('models to score with'),
    spans: z.int().min(1).optional().describe('only this many of the 1,950 probes, from the first on'),
    passes: z.int().min(1).default(1).describe('times that every probe is scored'),
    parts: z.int().min(1).default(6).describe('turns in which a pass is done, by both sides alternately'),
    batch: z.int().min(1).default(32).describe('rows per batch of the loop'),
  },
  run: async ({ model, spans: limit, passes, parts, batch }) => {
    const missing = missingModules('torch', 'transformers');
    if (missing) throw new LetheError({ what: missing });
    const spans = (await fictionalKnowledgeSpans()).slice(0, limit);
    for (const name of model) {
      await withTemporaryDirectory(async (directory) => {
        const parameters = writeSpanCase(directory, name, spans);
        const sides = [
          startLineProcess(process.execPath, [join(import.meta.dirname, 'lethe-process.js'), directory]),
          startLineProcess(python, [
            pythonScript('transformers_probe.py'),
            `--case=${directory}`,
            `--threads=${cpus().length}`,
            `--batch=${batch}`,
          ]),
        ];
        try {
          const pairs = await takeTurns<SpanReport>(
            sides,
            parts * passes,
            (turn) => ({ part: turn % parts, parts }),
            // The two score different spans in a turn, so only their speed is compared.
            ([ours, theirs], turn) => {
              const ratio = ours!.spans / ours!.seconds / (theirs!.spans / theirs!.seconds);
              log(`${name}: turn ${turn + 1} of ${parts * passes}, ${ratio.toFixed(2)}x`);
            },
          );
          const { layers, width } = spanModels[name];
          const size = (parameters / 1e6).toFixed(parameters > 1e7 ? 0 : 2);
          console.log(
            `\n${name}: ${layers} layers of width ${width}, ${size} M parameters; ${spans.length} probes`,
          );
          report(name, batch, pairs);
        } finally {
          await Promise.all(sides.map((side) => side.close()));
        }
      });
    }
  },
});

function report(name: SpanModelName, batch: number, pairs: readonly SpanReport[][]): void {
  const found = compareTurns(pairs);
  const [lethe, transformers] = pairs[0]! as [SpanReport, SpanReport];
  console.log(`  lethe         ${found.letheRate.toFixed(1)} probes/s; ${lethe.description}`);
  console.log(
    `  transformers  ${found.pythonRate.toFixed(1)} probes/s; batches of ${batch}, padded, logits at every position; ${transformers.description}`,
  );
  console.log(
    `  ratio         ${found.ratio.toFixed(2)}x (median of ${pairs.length} pairs of turns ${found.median.toFixed(2)}x, range ${found.low.toFixed(2)}-${found.high.toFixed(2)}); ${found.cpuRatio.toFixed(2)}x in processor time; stated: ${spanModels[name].stated}x`,
  );
  console.log(
    `  difference    at most ${found.largestDifference.toExponential(1)} nats in ${found.compared} log-probabilities`,
  );
  if (!(found.largestDifference <= LARGEST_DIFFERENCE)) {
    console.log(`FAILED: log-probabilities differ by more than ${LARGEST_DIFFERENCE}`);
    process.exitCode = 1;
  }
}
