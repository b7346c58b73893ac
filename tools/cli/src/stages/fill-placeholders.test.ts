import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillPlaceholders } from './fill-placeholders.js';

const where = 'experiment.json, stages.train.command';
const fill = (command: string, data: string, out = '/out') =>
  fillPlaceholders(command, { data: [data], out: [out] }, where);
/** The arguments that a program gets which a line starts. */
const argumentsOf = (line: string): string[] =>
  execFileSync('sh', ['-c', line], { encoding: 'utf8' }).split('\0').slice(0, -1);
const show = "printf '%s\\0'";

/** Paths of any characters that a path may have, with many of those that mean something to a shell. */
const anyPath = fc
  .array(fc.oneof(fc.constantFrom(...`'"$\`\\;&|<>(){}*?#~! \n`), fc.constant('$(exit 3)'), fc.string()), {
    maxLength: 8,
  })
  .map((parts) => `/${parts.join('').replaceAll('\0', '')}`);

describe('fillPlaceholders', () => {
  it('replaces placeholders by quoted paths and leaves other braces alone', () => {
    const { line, words } = fill('python t.py {data} --out={out} $HOME {x,y}', '/a b/data');
    expect(line).toBe("python t.py '/a b/data' --out=/out $HOME {x,y}");
    expect(words).toBeUndefined();
    expect(fill(`echo \${data}`, '/d').line).toBe(`echo \${data}`);
  });

  it('needs no shell for a program with arguments, quoted or not', () => {
    expect(fill(`python  t.py "{data}"/x --out='{out}' "a b" ''`, '/a b')).toEqual({
      line: `python  t.py "/a b"/x --out='/out' "a b" ''`,
      words: ['python', 't.py', '/a b/x', '--out=/out', 'a b', ''],
    });
  });

  it.each([
    'a | b',
    'a; b',
    'a\nb',
    'a > f',
    'cp *.x {out}',
    'a "$HOME"',
    'A=1 b',
    'a ~/x',
    'a `b`',
    'a \\ b',
    "a 'b",
    '(a)',
    '! a',
    'a # b',
  ])('leaves to a shell what means something to it: %j', (command) => {
    expect(fill(command, '/d').words).toBeUndefined();
  });

  it('gives a program exactly the path, in quotes or not, with a shell or without', () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        for (const [written, meant] of [
          ['{data}', path],
          ['"{data}"', path],
          ["'{data}'", path],
          ['--x="{data}/y"', `--x=${path}/y`],
          ["'--x='{data}/y", `--x=${path}/y`],
        ] as const) {
          const { line, words } = fill(`${show} ${written} {out}`, path);
          expect(words!.slice(2)).toEqual([meant, '/out']);
          expect(argumentsOf(line)).toEqual([meant, '/out']);
          expect(argumentsOf(fill(`true && ${show} ${written}`, path).line)).toEqual([meant]);
        }
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    `sh -c 'cat {data}/x'`,
    `sh -c "cat {data}"`,
    `python -c "open('{data}')"`,
    `python -c "open('"{data}"')"`,
    'echo "$(ls {data})"',
    'echo `ls {data}`',
    'cat <<END\n{data}\nEND',
    'true # {data}',
    'eval ls {data}',
    'cd x && eval "ls {data}"',
    `echo $'{data}'`,
    'echo "{data}',
    'echo \\{data}',
  ])(
    'refuses a path with special characters in a text for a program, and takes a plain one: %j',
    (command) => {
      expect(() => fill(command, '/a/$(touch x)')).toThrow(
        /stages\.train\.command: \{data\} is part of a text[\s\S]*= \/a\/\$\(touch x\)\n[\s\S]*"\$1"/,
      );
      expect(() => fill(command, "/a'b")).toThrow(/is part of a text/);
      expect(fill(command, '/a/é-1.x').line).toContain('/a/é-1.x');
    },
  );

  it('takes a path with special characters beside variables and patterns of the shell', () => {
    expect(fill('cp {data}/*.x "{out}"/$RUN && X={data} (ls {data})', "/it's", '/a $b').line).toBe(
      `cp '/it'\\''s'/*.x "/a \\$b"/$RUN && X='/it'\\''s' (ls '/it'\\''s')`,
    );
  });

  it('refuses a placeholder that stands for nothing in this stage', () => {
    expect(() => fill('x {probe}', '/d')).toThrow(
      /stages\.train\.command: \{probe\} stands for nothing[\s\S]*expected: \{data\}, \{out\}/,
    );
  });

  it('refuses a placeholder that stands for several directories and names the alternative', () => {
    expect(() => fillPlaceholders('x {train}', { train: ['/a', '/b'] }, where)).toThrow(
      /stands for 2 directories[\s\S]*\{config\}/,
    );
  });
});
