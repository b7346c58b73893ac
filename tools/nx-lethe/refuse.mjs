// What the targets of an experiment run that cannot be planned: says why. Usage: refuse.mjs EXPERIMENT_DIRECTORY
import { loadBuilt } from './load-built.mjs';

const { checkExperiment } = await loadBuilt();
const { problem } = checkExperiment(process.argv[2], process.cwd());
if (problem === undefined)
  console.error(`${process.argv[2]} has been mended meanwhile; run the target again`);
else console.error(problem.message);
process.exitCode = 2;
