export { runCommandLine } from './command-line.js';
export { runStageTask } from './stages/run-stage-task.js';
export type { TaskRequest } from './stages/task-request.js';
