import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LetheError } from '@lethe/contracts';
import type { TrainSpec } from '../train-options.js';
import type { ObserverModule, StepObserver } from './step-observer.js';

/**
 * Loads the observers that a training names: packages, or files relative to `directory`. A package is looked for from there
 * first, then beside this package.
 * @throws LetheError when a module is not found or does not export `createObserver`
 */
export async function loadObservers(
  specs: TrainSpec['observers'],
  directory = process.cwd(),
): Promise<StepObserver[]> {
  const observers: StepObserver[] = [];
  for (const { module, options } of specs) {
    const { createObserver } = await importObserver(module, directory);
    observers.push(checkObserver(module, createObserver(options)));
  }
  return observers;
}

async function importObserver(name: string, directory: string): Promise<ObserverModule> {
  const where = `train.observers, module "${name}"`;
  let exported: Partial<ObserverModule>;
  try {
    exported = (await import(resolveObserver(name, directory))) as Partial<ObserverModule>;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new LetheError(
      {
        what: 'the observer cannot be found',
        where,
        expected: `an installed package, or a file relative to ${directory}`,
        found: (error as Error).message.split('\n')[0]!,
        next: `install it (npm install ${name}) or correct its name`,
      },
      { cause: error },
    );
  }
  if (typeof exported.createObserver === 'function') return exported as ObserverModule;
  throw new LetheError({
    what: 'the module is not an observer',
    where,
    expected: 'an export createObserver(options) that returns a StepObserver',
    found: `exports ${Object.keys(exported).join(', ') || 'nothing'}`,
  });
}

function resolveObserver(name: string, directory: string): string {
  const bases = [join(directory, 'experiment.js'), import.meta.url];
  for (const base of bases) {
    try {
      return pathToFileURL(createRequire(base).resolve(name)).href;
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  // require's resolution does not see packages whose exports are for `import` only.
  return name;
}

function isNotFound(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return (
    code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED'
  );
}

function checkObserver(module: string, observer: StepObserver): StepObserver {
  const missing = (['programs', 'start', 'afterStep', 'finish'] as const).filter(
    (method) => typeof observer?.[method] !== 'function',
  );
  if (missing.length === 0) return observer;
  throw new LetheError({
    what: 'createObserver did not return a StepObserver',
    where: `train.observers, module "${module}"`,
    expected: 'an object with name, programs, start, afterStep and finish',
    found: `no ${missing.join(', ')}`,
  });
}
