import { runCommand } from './run-command.js';

/** True when an NVIDIA GPU is visible to this process: its driver lists one and CUDA_VISIBLE_DEVICES does not hide it. */
export async function hasNvidiaGpu(env: NodeJS.ProcessEnv): Promise<boolean> {
  const visible = env.CUDA_VISIBLE_DEVICES;
  if (visible !== undefined && (visible === '' || visible.startsWith('-1'))) return false;
  const listed = await runCommand('nvidia-smi', ['-L'], { env, timeoutMs: 30_000 });
  return listed?.code === 0 && listed.stdout.includes('GPU ');
}
