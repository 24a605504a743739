export { instrumentQueue, type QueueOptions, type QueueReading } from './instrument-queue.js';
export { instrumentWorker, type Worker, type WorkerClock, type WorkerOptions } from './instrument-worker.js';
export { type JobFacts, jobFacts } from './job-facts.js';
export { type BullmqQueue, readBullmq } from './read-bullmq.js';
export { type PgBossDatabase, type PgBossQueue, readPgBoss } from './read-pg-boss.js';
export { currentTraceparent } from './traceparent.js';
