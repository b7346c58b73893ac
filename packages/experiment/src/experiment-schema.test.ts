import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { experimentJsonSchema } from './experiment.js';

const committed = new URL('../experiment.schema.json', import.meta.url);

describe('experiment.schema.json', () => {
  it('is what the spec generates (else: npx lethe schema > packages/experiment/experiment.schema.json)', () => {
    expect(JSON.parse(readFileSync(committed, 'utf8'))).toEqual(experimentJsonSchema());
  });

  it('asks for the sections without defaults, allows the others to be absent and refuses unknown keys', () => {
    const schema = experimentJsonSchema() as {
      required: string[];
      additionalProperties: boolean;
      properties: Record<string, unknown>;
      then: { properties: Record<string, unknown>; required?: string[] };
      else: { properties: Record<string, { type?: string; required?: string[] }>; required: string[] };
    };
    expect(schema.required).toEqual(['title']);
    expect(schema.else.required).toEqual(['data', 'train']);
    expect(schema.else.properties.data!.required).toContain('background');
    // What extends another experiment may leave out sections, and keys of sections.
    expect(schema.then.required).toBeUndefined();
    expect(schema.then.properties.data).toEqual({ type: 'object' });
    expect(schema.additionalProperties).toBe(false);
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining(['$schema', 'probe', 'analyze', 'sweep', 'stages', 'smoke']),
    );
  });
});
