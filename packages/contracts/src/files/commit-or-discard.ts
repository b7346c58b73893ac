/** Does `work`, which may be asynchronous, then `commit`; where either fails, `discard`, and throws the error. */
export function commitOrDiscard<T>(work: () => T, commit: () => void, discard: () => void): T {
  try {
    const result = work();
    if (result instanceof Promise) return commitOrDiscardLater(result, commit, discard) as T;
    commit();
    return result;
  } catch (error) {
    discard();
    throw error;
  }
}

async function commitOrDiscardLater<T>(
  work: Promise<T>,
  commit: () => void,
  discard: () => void,
): Promise<T> {
  try {
    const result = await work;
    commit();
    return result;
  } catch (error) {
    discard();
    throw error;
  }
}
