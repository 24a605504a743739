export { instrumentQueue, type QueueOptions, type QueueReading } from './instrument-queue.js';
export { instrumentWorker, type Worker, type WorkerOptions } from './instrument-worker.js';
export { type JobFacts, jobFacts } from './job-facts.js';
