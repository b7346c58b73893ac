import { defineFactSource } from './fact-source.js';
import { worldScenarios } from './scenarios.js';

export const generatedFacts = defineFactSource({
  name: 'generated',
  description: 'invented entities and passages',
  options: { scenarios: worldScenarios },
  async open({ scenarios }, { seed }) {
    const { generateFacts } = await import('../../worlds/generated/generate-facts.js');
    return generateFacts(scenarios, seed);
  },
});
