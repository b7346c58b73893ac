import { loadBuilt } from './load-built.mjs';

/**
 * The executor of the targets of an experiment that cannot be planned: it says why. An executor and no command, since
 * a command goes through a shell, and the name of a directory can hold anything.
 */
export default async function refuse(_options, { root, projectName, projectsConfigurations }) {
  const { checkExperiment } = await loadBuilt();
  const directory = projectsConfigurations.projects[projectName].root;
  const { problem } = checkExperiment(directory, root);
  console.error(problem?.message ?? `${directory} is valid now; run the target again`);
  return { success: false };
}
