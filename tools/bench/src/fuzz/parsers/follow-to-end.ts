import { setImmediate } from 'node:timers/promises';
import { followBatches, LetheError, type TableDefinition, TableRestarted } from '@lethe/contracts';

/** Follows a table up to where it would wait for more, and takes the values of what came. @throws LetheError where it cannot be read */
export async function followToEnd(directory: string, table: TableDefinition): Promise<void> {
  const controller = new AbortController();
  const reading = read(directory, table, controller.signal);
  let done = false;
  const finished = reading.finally(() => {
    done = true;
  });
  finished.catch(() => undefined);
  while (!done) {
    await setImmediate();
    if (process.getActiveResourcesInfo().includes('Timeout')) controller.abort();
  }
  try {
    await finished;
  } catch (error) {
    if (controller.signal.aborted && (error as Error).name === 'AbortError') return;
    if (error instanceof TableRestarted) throw new LetheError({ what: error.message }, { cause: error });
    throw error;
  }
}

async function read(directory: string, table: TableDefinition, signal: AbortSignal): Promise<void> {
  for await (const batch of followBatches(directory, table, { signal, poll: 60_000 })) batch.rows();
}
