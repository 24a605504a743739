import { startTelemetry } from '@attest/instrumentation';
import { outside } from '../links/latencies.js';
import type { VendorsConfig } from '../vendors/config.js';
import { startVendors } from '../vendors/vendors.js';
import { runProgram } from './run-program.js';

/** Everything that the platform buys. Reports a port for each vendor, `admin` and `metrics`. */
await runProgram<VendorsConfig>(async (config) => {
  const { environment, revision } = config;
  const telemetry = startTelemetry({
    service: 'vendors',
    region: outside,
    environment,
    revision,
    metricsPort: 0,
    metricsHost: '127.0.0.1',
    drain: false,
  });
  const vendors = await startVendors(config);
  const metrics = await telemetry.listening;
  return {
    ports: { ...vendors.ports, metrics: metrics ?? 0 },
    async stop() {
      await vendors.stop();
      await telemetry.shutdown();
    },
  };
});
