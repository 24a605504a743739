/*
 * The controller's hands on real platforms. No vendor's library is loaded by importing this: their types shape the requests, and Kubernetes'
 * is loaded when a kubeconfig is read.
 */
export { type CloudflarePools, cloudflarePoolDns } from './cloudflare/pool-dns.js';
export { type CloudflareRecords, cloudflareRecordDns } from './cloudflare/record-dns.js';
export type { CloudflareAccess } from './cloudflare/requests.js';
export { commandSeeder } from './command-seeder.js';
export type { SendOptions } from './http/send.js';
export { httpEdge, httpProbes, type ProbedRegion } from './http-probes.js';
export { type JournalFile, openJournalFile, readJournalFile } from './journal-file.js';
export { type ClusterAccess, clusterAccess } from './kubernetes/cluster-access.js';
export {
  type ClusterClient,
  type ClusterObject,
  clusterClient,
  type ObjectKind,
  type ObjectRef,
  objectKinds,
  type PodSeen,
} from './kubernetes/cluster-client.js';
export { kubernetesWorkloads } from './kubernetes/workloads.js';
export type { AdapterOptions, Intent, Mode } from './mode.js';
export { neonDatabases } from './neon/databases.js';
export { type RestorePoint, restoreNeonBranch } from './neon/recovery.js';
export type { NeonAccess } from './neon/requests.js';
export type { EmailChannel } from './notify/email.js';
export { type Channels, channelNotifier } from './notify/notifier.js';
export { sender } from './notify/sender.js';
export { type PostgresServer, postgresDatabases } from './postgresql/databases.js';
export { quoteSetting, synchronousStandbyNames } from './postgresql/operations.js';
export { controllerSession, type Query, withSession } from './postgresql/session.js';
export { type RealPorts, realPorts, systemClock } from './real-ports.js';
export { readSecret, Secret, type SecretSource } from './secret.js';
