import { LetheError } from '@lethe/contracts';

/** A data set on the Hugging Face hub, and which of its files. */
export interface HubCorpus {
  repo: string;
  revision: string;
  /** With `*`, `**` and `?`, or the name of a folder; all files by default. */
  pattern: string | undefined;
}

const PREFIX = 'hf:';

/** Whether an input names a data set on the hub. */
export function isHubInput(input: string): boolean {
  return input.startsWith(PREFIX);
}

/**
 * Takes `hf:owner/name[@revision][:file-pattern]` apart.
 * @throws LetheError when it is not of that form
 */
export function parseHubInput(input: string): HubCorpus {
  const match = /^hf:([\w.-]+(?:\/[\w.-]+)?)(?:@([^:]+))?(?::(.+))?$/.exec(input);
  if (!match || match[1]!.split('/').some((step) => /^\.+$/.test(step))) {
    throw new LetheError({
      what: 'this does not name a data set on the hub',
      where: input,
      expected: 'hf:owner/name[@revision][:file-pattern], such as hf:owner/name@main:data/*.parquet',
    });
  }
  return { repo: match[1]!, revision: match[2] ?? 'main', pattern: match[3] };
}

/**
 * The files that a pattern names: `*` stands for any text within a folder, `**` for any folders, `?` for one
 * character; a pattern without these names a file, or all below a folder.
 */
export function globPattern(glob: string): RegExp {
  const steps = glob.replace(/\/+$/, '').split(/(\*\*\/|\*\*|\*|\?)/);
  const meaning: Record<string, string> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };
  const source = steps.map((step) => meaning[step] ?? step.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('');
  return new RegExp(`^${source}${steps.length === 1 ? '(?:/.*)?' : ''}$`);
}
