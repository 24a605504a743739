import { createServer } from 'node:http';
import { startTelemetry } from '@attest/instrumentation';
import { closeServer, listenOnLoopback } from '../proxy/listen.js';
import { createApi } from '../services/api.js';
import { Breaker } from '../services/breaker.js';
import type { ApiConfig } from '../services/config.js';
import {
  databaseBreakerName,
  databaseHalfOpenAfterMs,
  guardedDatabase,
} from '../services/guarded-database.js';
import { leakCpu } from '../services/leak-cpu.js';
import { misbehaviourTold } from '../services/misbehaviour-told.js';
import { openDirectory } from '../services/open-directory.js';
import { startVirtualCpu } from '../services/start-virtual-cpu.js';
import { runProgram } from './run-program.js';

/** An instance of a service. Reports the ports `http` and `metrics`. */
await runProgram<ApiConfig>(async (config) => {
  const { service, region, environment, revision } = config.identity;
  const telemetry = startTelemetry({
    service,
    region,
    environment,
    revision,
    models: config.models,
    metricsPort: 0,
    metricsHost: '127.0.0.1',
  });
  const directory = openDirectory(config.database, config.identity, telemetry, 20);
  const cpu = config.virtualCpu && startVirtualCpu(config.virtualCpu);
  const leak = config.defect?.cpuLeak && leakCpu(config.defect.cpuLeak);
  const breaker = new Breaker(telemetry, {
    name: databaseBreakerName,
    halfOpenAfterMs: databaseHalfOpenAfterMs,
    mutant: config.breakers,
  });
  const app = createApi(config, {
    telemetry,
    database: guardedDatabase(() => directory.primary, breaker),
    ...(cpu && { cpu: cpu.take }),
    defect: misbehaviourTold(),
  });
  const server = createServer(app);
  // Longer than any proxy in front keeps a connection, so that it never sends a request into one that is being closed.
  server.keepAliveTimeout = 75_000;
  await directory.follow();
  const [http, metrics] = await Promise.all([listenOnLoopback(server), telemetry.listening]);
  return {
    ports: { http, metrics: metrics ?? 0 },
    async stop() {
      cpu?.stop();
      leak?.stop();
      directory.stop();
      await closeServer(server);
      await telemetry.shutdown();
    },
  };
});
