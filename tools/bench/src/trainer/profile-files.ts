import { type Profiler, Session } from 'node:inspector/promises';

/** Starts a CPU profile of this process. @returns what ends it */
export async function startProfile(): Promise<() => Promise<Profiler.Profile>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 1000 });
  await session.post('Profiler.start');
  return async () => {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    return profile;
  };
}

/**
 * Milliseconds by source file: every sample counts for the innermost function of this repository on the stack, or for the
 * engine's own names such as (garbage collector).
 * @param skip spans of microseconds that do not count
 */
export function timeByFile(
  profile: Pick<Profiler.Profile, 'nodes' | 'samples' | 'timeDeltas' | 'startTime'>,
  skip: readonly (readonly [number, number])[] = [],
): Map<string, number> {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map<number, number>();
  for (const { id, children = [] } of profile.nodes) for (const child of children) parents.set(child, id);
  const owner = (id: number): string => {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const file = /\/(?:packages|tools)\/(.+)\.js$/.exec(nodes.get(at)!.callFrame.url)?.[1];
      if (file !== undefined && !file.includes('node_modules')) return file.replace('/dist/', '/');
    }
    const { functionName, url } = nodes.get(id)!.callFrame;
    return functionName.startsWith('(') ? functionName : url || functionName || '(unknown)';
  };
  const times = new Map<string, number>();
  let time = profile.startTime;
  let next = 0;
  (profile.samples ?? []).forEach((id, i) => {
    const delta = profile.timeDeltas?.[i] ?? 0;
    time += delta;
    while (next < skip.length && time > skip[next]![1]) next++;
    if (next < skip.length && time >= skip[next]![0]) return;
    const name = owner(id);
    times.set(name, (times.get(name) ?? 0) + delta / 1000);
  });
  return times;
}
