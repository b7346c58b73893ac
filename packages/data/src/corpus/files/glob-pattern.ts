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
