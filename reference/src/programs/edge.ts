import { regionOfTarget, serviceOriginName } from '../dns/names.js';
import { createResolver } from '../dns/resolver.js';
import { startEdge } from '../edge/edge.js';
import type { EdgeConfig } from '../edge/edge-config.js';
import { telemetryEdgeMetrics } from '../edge/telemetry-edge-metrics.js';
import { programTelemetry } from './program-telemetry.js';
import { runProgram } from './run-program.js';

/** Reports the ports `service.<id>` for each service, `admin` and `metrics`. */
await runProgram<EdgeConfig>(async (config) => {
  const telemetry = programTelemetry('edge', config);
  const resolver = createResolver({ port: config.dnsPort });
  const edge = await startEdge(
    config,
    async (service) => {
      const { target, ttlSeconds } = await resolver.cname(serviceOriginName(service));
      const region = regionOfTarget(target);
      if (region === undefined)
        throw new Error(`${serviceOriginName(service)} points to ${target}, which is no region`);
      return { region, ttlSeconds };
    },
    telemetryEdgeMetrics(telemetry),
  );
  const metrics = (await telemetry.listening) ?? 0;
  const services = Object.entries(edge.ports).map(([id, port]) => [`service.${id}`, port] as const);
  return {
    ports: { ...Object.fromEntries(services), admin: edge.adminPort, metrics },
    async stop() {
      await edge.stop();
      await telemetry.shutdown();
    },
  };
});
