import type { Backend } from './backend.js';

/** Says in lines for a log which backend computes, on what, and why not a better one. */
export function describeBackend(backend: Pick<Backend, 'name' | 'description' | 'refused'>): string[] {
  const { name, description, refused } = backend;
  const { device, threads, versions, notes } = description;
  const made = Object.entries(versions).map(([component, version]) => `${component} ${version}`);
  return [
    `backend ${name} on ${device}, ${threads} thread${threads === 1 ? '' : 's'} (${made.join(', ')})`,
    ...refused.map((refusal) => `not ${refusal.name}: ${refusal.reason}`),
    ...notes.map((note) => `note: ${note}`),
  ];
}
