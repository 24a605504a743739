import { Supervisor } from '../supervisor/supervisor.js';
import type { SupervisorConfig } from '../supervisor/supervisor-config.js';
import { programTelemetry } from './program-telemetry.js';
import { runProgram } from './run-program.js';

/** Reports the ports `ingress.<service>` for each service, `admin` and `metrics`. Sends `InstanceEnded` to its parent. */
await runProgram<SupervisorConfig>(async (config) => {
  const telemetry = programTelemetry('supervisor', config);
  const metricsPort = await telemetry.listening;
  const supervisor = new Supervisor(config, (ended) => process.send?.(ended), metricsPort);
  const ports = await supervisor.start();
  return {
    ports: { ...ports, metrics: metricsPort ?? 0 },
    async stop() {
      await supervisor.stop();
      await telemetry.shutdown();
    },
  };
});
