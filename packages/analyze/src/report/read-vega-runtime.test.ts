import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { interpreterScript, readVegaRuntime } from './read-vega-runtime.js';

describe('Vega in a page', () => {
  it('draws without compiling any text', async () => {
    const runtime = readVegaRuntime();
    expect(runtime).not.toMatch(/<\/script|sourceMappingURL/);
    const spec = {
      width: 100,
      height: 50,
      data: [
        {
          name: 'rows',
          values: [{ y: 1 }, { y: 2 }, { y: 3 }],
          transform: [{ type: 'filter', expr: 'datum.y > 1' }],
        },
      ],
      signals: [{ name: 'twice', update: 'width * 2' }],
      marks: [
        {
          type: 'rect',
          from: { data: 'rows' },
          encode: { enter: { x: { signal: 'datum.y * twice' }, width: { value: 1 }, height: { value: 2 } } },
        },
      ],
    };
    const draw = (options: string, parse: string): Promise<string> =>
      runInNewContext(
        `${runtime}\nnew vega.View(vega.parse(spec${parse}), { renderer: 'none'${options} }).toSVG()`,
        { spec: JSON.parse(JSON.stringify(spec)), structuredClone, setTimeout, setInterval, console },
        { contextCodeGeneration: { strings: false, wasm: false } },
      );
    const svg = await draw(', expr: vega.expressionInterpreter', ', null, { ast: true }');
    expect(svg.match(/M(400|600),0h1v2/g)).toHaveLength(2);
    // The context does forbid it: Vega's usual way fails.
    await expect((async () => draw('', ''))()).rejects.toThrow(/Code generation from strings/);
  });

  it('refuses an interpreter of another form', () => {
    const known = "import { a } from 'vega-util';\nconst x = a;\nexport { x as expressionInterpreter };\n";
    expect(interpreterScript(known, 'file')).toContain('const { a } = vega;\nconst x = a;\nreturn x;');
    for (const other of [
      known.replace('vega-util', 'vega-core'),
      known.replace('const', "import { b } from 'b';\nconst"),
      known.replace('export', 'export const y = x;\nexport'),
      known.replace('expressionInterpreter', 'default'),
    ]) {
      expect(() => interpreterScript(other, 'file')).toThrow(/another form/);
    }
  });
});
