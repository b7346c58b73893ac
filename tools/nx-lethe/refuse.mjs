// Targets of an experiment that cannot be planned run this: it says why. Usage: refuse.mjs EXPERIMENT_DIRECTORY
import { loadBuilt } from './load-built.mjs';

const { checkExperiment } = await loadBuilt();
const { problem } = checkExperiment(process.argv[2], process.cwd());
if (problem === undefined) console.error(`${process.argv[2]} is valid now; run the target again`);
else console.error(problem.message);
process.exitCode = 2;
