import { LetheError, readManifest } from '@lethe/contracts';

/**
 * Makes sure that a directory is that of a finished data stage.
 * @throws LetheError when it is another, or not finished
 */
export function checkDataStage(data: string): void {
  const { stage } = readManifest(data);
  if (stage === 'data') return;
  throw new LetheError({
    what: 'this is not the directory of a data stage',
    where: data,
    expected: 'a manifest of stage data',
    found: `one of stage ${stage}`,
    next: 'name the directory of the data stage',
  });
}
