import type { Workspace } from '../support/workspace-copy.js';

/** Tasks whose hash a row sees changed: those that Nx starts, and those whose result counts as another. */
export interface Seen {
  nx: string;
  stage: string;
}

/** One input taken out of the hashes of tasks, or put into them where it does not belong. */
export interface CacheMutation {
  what: string;
  edits: readonly Edit[];
  /** Rows of cache-inputs.test.ts that must fail by it, in their order, and what each sees then. */
  rows: Readonly<Record<string, Seen>>;
}

/** A text that stands in a source once, and what it becomes. */
export interface Edit {
  file: string;
  from: string;
  to: string;
}

/** Changes the sources of a workspace. @returns what changes them back */
export function applyEdits(workspace: Workspace, edits: readonly Edit[]): () => void {
  const before = new Map(edits.map(({ file }) => [file, workspace.read(file)]));
  for (const { file, from, to } of edits) {
    const parts = workspace.read(file).split(from);
    if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${from}`);
    workspace.write(file, parts.join(to));
  }
  return () => {
    for (const [file, content] of before) workspace.write(file, content);
  };
}
