import type { VendorsConfig } from '../vendors/config.js';
import { startVendors } from '../vendors/vendors.js';
import { programTelemetry } from './program-telemetry.js';
import { runProgram } from './run-program.js';

/** Everything that the platform buys. Reports a port for each vendor, `admin` and `metrics`. */
await runProgram<VendorsConfig>(async (config) => {
  const telemetry = programTelemetry('vendors', config);
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
