import { monotonicMs } from '../clock.js';
import type { DnsConfig } from '../dns/config.js';
import { startDnsServer } from '../dns/dns-server.js';
import { recordsApi } from '../dns/records-api.js';
import { TroubledResolver } from '../dns/resolver-trouble.js';
import { Zone } from '../dns/zone.js';
import { closeServer, listenOnLoopback } from '../proxy/listen.js';
import { programTelemetry } from './program-telemetry.js';
import { runProgram } from './run-program.js';

/** The name server, and a resolver before it. Reports the ports `dns` and `resolver` (UDP), `admin` and `metrics`. */
await runProgram<DnsConfig>(async (config) => {
  const telemetry = programTelemetry('dns', config);
  const zone = new Zone(config.zone, config.records, {
    monotonicMs,
    isoTime: () => new Date().toISOString(),
  });
  const troubled = new TroubledResolver(zone, monotonicMs);
  const [server, resolver] = await Promise.all([startDnsServer(zone), startDnsServer(troubled)]);
  const admin = recordsApi(zone, troubled);
  const [adminPort, metrics] = await Promise.all([listenOnLoopback(admin), telemetry.listening]);
  return {
    ports: { dns: server.port, resolver: resolver.port, admin: adminPort, metrics: metrics ?? 0 },
    async stop() {
      await Promise.all([server.stop(), resolver.stop(), closeServer(admin)]);
      await telemetry.shutdown();
    },
  };
});
