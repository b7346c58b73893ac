import { parentPort, workerData } from 'node:worker_threads';
import { createMinhashWork, type SharedWork } from './minhash-work.js';
import { answerCalls } from './work-pool.js';

answerCalls(parentPort!, createMinhashWork(workerData as SharedWork));
