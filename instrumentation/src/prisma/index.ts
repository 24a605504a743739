export { collectPrismaPool, type PrismaMetrics } from './collect-prisma-pool.js';
export { prismaTelemetry } from './prisma-telemetry.js';
