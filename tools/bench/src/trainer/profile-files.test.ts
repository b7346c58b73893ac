import { expect, it } from 'vitest';
import { timeByFile } from './profile-files.js';

const node = (id: number, url: string, functionName: string, children: number[] = []) => ({
  id,
  callFrame: { functionName, url, scriptId: '', lineNumber: 0, columnNumber: 0 },
  children,
});

const profile = {
  nodes: [
    node(1, '', '(root)', [2, 5]),
    node(2, 'file:///x/packages/train/dist/train-loop.js', 'trainLoop', [3]),
    node(3, 'file:///x/packages/runtime/dist/compile/session.js', 'call', [4]),
    node(4, '', 'runSavedModel'),
    node(5, '', '(garbage collector)'),
  ],
  startTime: 1000,
  samples: [2, 4, 4, 5],
  timeDeltas: [1000, 3000, 2000, 500],
};

it('counts a sample for the innermost file of the repository', () => {
  expect([...timeByFile(profile)]).toEqual([
    ['train/train-loop', 1],
    ['runtime/compile/session', 5],
    ['(garbage collector)', 0.5],
  ]);
});

it('leaves out spans of time', () => {
  const spans = [
    [0, 2500],
    [6000, 7100],
  ] as const;
  expect([...timeByFile(profile, spans)]).toEqual([
    ['runtime/compile/session', 3],
    ['(garbage collector)', 0.5],
  ]);
});
