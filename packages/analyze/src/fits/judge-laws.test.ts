import { createRandom } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { decayModels } from './decay-models.js';
import { fitLaw } from './fit-law.js';
import { fitPoints } from './fit-points.js';
import { akaikeWeights, fitQuality } from './fit-quality.js';
import { holdoutError } from './holdout-error.js';
import { type Contender, judgeLaws, NOT_DISTINGUISHABLE } from './judge-laws.js';

const modelOf = (name: string) => decayModels.find((model) => model.name === name)!;
const contender = (name: string, akaikeWeight: number, error: number | null): Contender => ({
  model: modelOf(name),
  akaikeWeight,
  holdoutError: error,
});

describe('the verdict on laws', () => {
  it('names the law with the weight and the hold-out behind it', () => {
    const verdict = judgeLaws([contender('logarithmic', 0.01, 0.2), contender('power', 0.99, 0.1)])!;
    expect(verdict.verdict).toBe('power');
    expect(verdict.weight).toBeCloseTo(0.99, 12);
  });

  it('is none where the weights are even', () => {
    const verdict = judgeLaws([contender('logarithmic', 0.45, 0.2), contender('power', 0.55, 0.1)])!;
    expect(verdict.verdict).toBe(NOT_DISTINGUISHABLE);
    expect(verdict.best.model.name).toBe('power');
    expect(verdict.reason).toContain('55 % of the Akaike weights');
  });

  it('is none where the hold-out disagrees', () => {
    const verdict = judgeLaws([contender('logarithmic', 0.01, 0.05), contender('power', 0.99, 0.1)])!;
    expect(verdict.verdict).toBe(NOT_DISTINGUISHABLE);
    expect(verdict.reason).toContain('logarithmic predicts');
  });

  it('is none without a hold-out error or a second law, and absent without laws', () => {
    expect(judgeLaws([contender('logarithmic', 0.01, null), contender('power', 0.99, null)])!.verdict).toBe(
      NOT_DISTINGUISHABLE,
    );
    expect(judgeLaws([contender('power', 1, 0.1)])!.verdict).toBe(NOT_DISTINGUISHABLE);
    expect(judgeLaws([])).toBeUndefined();
  });

  it('takes a richer law with an idle parameter for no rival, but a simpler one for one', () => {
    const richer = [contender('exponential', 0.7, 0.1), contender('stretched_exponential', 0.3, 0.09)];
    expect(judgeLaws(richer)!.verdict).toBe('exponential');
    const simpler = [contender('exponential', 0.3, 0.2), contender('stretched_exponential', 0.7, 0.1)];
    expect(judgeLaws(simpler)!.verdict).toBe(NOT_DISTINGUISHABLE);
  });

  it('finds the law behind long and clean curves, and none behind short and noisy ones', () => {
    const truths: [string, number[]][] = [
      ['logarithmic', [1, 0.2]],
      ['power', [1, 0.4]],
      ['exponential', [0.9, 0.005]],
      ['exponential+c', [0.7, 0.05, 0.2]],
      ['stretched_exponential', [1, 100, 0.5]],
    ];
    const verdictOn = (name: string, parameters: number[], decades: number, noise: number) => {
      const random = createRandom(5, `verdict ${name}`);
      const t = Float64Array.from({ length: 40 }, (_, i) => 10 ** ((decades * i) / 39));
      const model = modelOf(name);
      const points = fitPoints(
        t,
        t.map((at) => model.value(parameters, at) + noise * random.normal()),
      );
      const fits = decayModels.flatMap((candidate) => {
        const fit = fitLaw(candidate, points);
        return fit && !fit.atBound ? [{ candidate, fit }] : [];
      });
      const weights = akaikeWeights(
        fits.map(
          ({ candidate, fit }) =>
            fitQuality(
              points.y,
              t.map((at) => candidate.value(fit.parameters, at)),
              points.weights,
              fit.parameters.length,
            ).aicc,
        ),
      );
      return judgeLaws(
        fits.map(({ candidate }, i) => ({
          model: candidate,
          akaikeWeight: weights[i]!,
          holdoutError: holdoutError(candidate, points),
        })),
      )!.verdict;
    };
    for (const [name, parameters] of truths) {
      expect([name, verdictOn(name, parameters, 3, 0.001)]).toEqual([name, name]);
      expect([name, verdictOn(name, parameters, 0.7, 0.05)]).toEqual([name, NOT_DISTINGUISHABLE]);
    }
  });
});

describe('Akaike weights', () => {
  it('are the likelihoods of AICc differences', () => {
    const weights = akaikeWeights([-100, -98, -90]);
    const sum = 1 + Math.exp(-1) + Math.exp(-5);
    expect(weights).toEqual(
      [1 / sum, Math.exp(-1) / sum, Math.exp(-5) / sum].map((w) => expect.closeTo(w, 12)),
    );
    expect(akaikeWeights([5])).toEqual([1]);
  });
});
