import type { BackendName } from '../backends/backend.js';
import { checkBackend } from './check-backend.js';

// Run as `node check-backend-child.js <backend>`, in a process of its own because a native library may crash it.
process.stdout.write(`${JSON.stringify(await checkBackend(process.argv[2] as BackendName))}\n`);
