import { loadBuilt } from './load-built.mjs';

/** `nx g nx-lethe:experiment NAME` */
export default async function experimentGenerator(tree, options) {
  const { generateExperiment } = await loadBuilt();
  generateExperiment(tree, options);
}
