import { setTimeout as delay } from 'node:timers/promises';
import { type Clock, createFailoverController, parseJournal } from '@attest/controllers/failover';
import { openJournalFile, readJournalFile } from '@attest/controllers/failover-adapters';
import { monotonicMs } from '../clock.js';
import { primaryDatabaseName } from '../dns/names.js';
import { createAdmin } from '../failover/admin.js';
import type { FailoverControllerConfig } from '../failover/controller-config.js';
import { createDatabases, mutatedDatabases } from '../failover/databases.js';
import { createDns } from '../failover/dns.js';
import { createEdgeView } from '../failover/edge-view.js';
import { createNotifier } from '../failover/notifier.js';
import { createProbes } from '../failover/probes.js';
import { telemetryFailoverMetrics } from '../failover/telemetry-failover-metrics.js';
import { toldLate } from '../mutants/no-fencing.js';
import { closeServer, listenOnLoopback } from '../proxy/listen.js';
import { programTelemetry } from './program-telemetry.js';
import { runProgram } from './run-program.js';

const clock: Clock = {
  monotonicMs,
  isoNow: () => new Date().toISOString(),
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}).catch(() => {}),
};

/** Sends every line of its journal to its parent as `{ type: 'journal', line }`. */
await runProgram<FailoverControllerConfig>(async (config) => {
  const telemetry = programTelemetry('failover-controller', config);
  const past = parseJournal(await readJournalFile(config.journalFile));
  const journal = await openJournalFile(config.journalFile, (line) =>
    process.send?.({ type: 'journal', line }),
  );
  const dns = createDns(config);
  const ports = {
    probes: createProbes(config),
    databases: mutatedDatabases(createDatabases(config.regions), config),
    dns: config.mutants?.fencing === 'none' ? toldLate(dns, primaryDatabaseName) : dns,
    edge: createEdgeView(config),
    notifier: createNotifier(config.channels),
    journal,
    metrics: telemetryFailoverMetrics(telemetry),
    clock,
  };
  const controller = createFailoverController(config.failover, ports, {
    journal: past,
    onHalt(error) {
      process.stderr.write(`${error.message}\n${error.fix}\n`);
      process.exit(1);
    },
  });
  controller.start();
  const admin = createAdmin(controller);
  const adminPort = await listenOnLoopback(admin);
  return {
    ports: { admin: adminPort, metrics: (await telemetry.listening) ?? 0 },
    async stop() {
      await closeServer(admin);
      await controller.stop();
      await journal.close();
      await telemetry.shutdown();
    },
  };
});
