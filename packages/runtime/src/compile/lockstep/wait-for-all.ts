import { groupBy } from '@lethe/contracts';

/** An answer, or what stands in its way. */
export type Outcome<Answer> = { answer: Answer } | { error: unknown };

/** What a member asks for. Requests of one group are served at once. */
export interface Request<Asked, Answer> {
  group: string;
  /** Groups with a lower one come first. */
  priority: number;
  asked: Asked;
  /** @returns what comes of each, in their order; what it throws comes of all */
  serve(requests: readonly { member: number; asked: Asked }[]): Promise<readonly Outcome<Answer>[]>;
}

/** Lets members wait for one another. */
export interface WaitForAll {
  /** Waits until every member that has not left waits for something, and for its turn. Of a member: one request after the other. */
  ask<Asked, Answer>(member: number, request: Request<Asked, Answer>): Promise<Answer>;
  /** The others no longer wait for a member, which asks for nothing more. */
  leave(member: number): void;
}

interface Waiting extends Request<unknown, unknown> {
  resolve(answer: unknown): void;
  reject(reason: unknown): void;
}

/**
 * Serves requests of several members together: when all wait, the group of the lowest priority that most of them ask for is
 * served, and these go on until all wait again. So members that ask for the same in the same order are served at once,
 * and others come one after the other; none waits for ever.
 */
export function createWaitForAll(members: number): WaitForAll {
  const queues = new Map<number, Waiting[]>(Array.from({ length: members }, (_, member) => [member, []]));
  let isServing = false;

  async function serve(): Promise<void> {
    if (isServing) return;
    isServing = true;
    while (queues.size > 0 && [...queues.values()].every((queue) => queue.length > 0)) {
      const group = [...queues].map(([member, [request]]) => ({ member, request: request! }));
      const chosen = choose(group);
      for (const { member } of chosen) queues.get(member)!.shift();
      await answer(chosen);
      // Members go on, and ask again, before it is seen who waits.
      await new Promise(setImmediate);
    }
    isServing = false;
  }

  return {
    ask: (member, request) =>
      new Promise((resolve, reject) => {
        queues.get(member)!.push({ ...request, resolve, reject } as Waiting);
        void serve();
      }),
    leave(member) {
      queues.delete(member);
      void serve();
    },
  };
}

interface Head {
  member: number;
  request: Waiting;
}

/** The largest group of those of the lowest priority. */
function choose(heads: readonly Head[]): Head[] {
  const first = Math.min(...heads.map(({ request }) => request.priority));
  const groups = groupBy(
    heads.filter(({ request }) => request.priority === first),
    ({ request }) => request.group,
  );
  return [...groups.values()].reduce((largest, group) => (group.length > largest.length ? group : largest));
}

async function answer(group: readonly Head[]): Promise<void> {
  try {
    const [{ request }] = group as [Head];
    const outcomes = await request.serve(group.map(({ member, request: { asked } }) => ({ member, asked })));
    for (const [i, one] of group.entries()) {
      const outcome = outcomes[i]!;
      if ('error' in outcome) one.request.reject(outcome.error);
      else one.request.resolve(outcome.answer);
    }
  } catch (error) {
    for (const { request } of group) request.reject(error);
  }
}
