/**
 * The same values, each asked for while the one before it is in use: what has to be read for it is read meanwhile. An error comes
 * where it belongs, after the values before it.
 */
export async function* readAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  const ask = (): Promise<IteratorResult<T>> => {
    const asked = source.next();
    // It is told when it is awaited, which may be later or never.
    asked.catch(() => {});
    return asked;
  };
  try {
    let next = ask();
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = ask();
      yield value;
    }
  } finally {
    await source.return(undefined);
  }
}
