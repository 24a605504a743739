// Breaks services in a cluster as the command does, with the process that would undo it, and waits to be killed at one step.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FaultName, kubernetesTarget } from '@attest/chaos';
import { arborKumori } from '@attest/platform';
import { lockJournal } from '../../../cli/src/failover/journal-lock.js';
import { startClusterKeeper } from '../../../cli/src/gameday/cluster-keeper.js';
import { clusterSite, openClusters } from '../../../cli/src/gameday/cluster-site.js';
import { carryOut, tell } from './carry-out.js';
import type { Step } from './step.js';

const [name, step, folder] = process.argv.slice(2) as [FaultName, Step, string];
const target = JSON.parse(readFileSync(join(folder, 'target.json'), 'utf8'));
const clusters = await openClusters(folder, target, false);
await lockJournal(clusters.journalFile);
await startClusterKeeper(folder, target, join(import.meta.dirname, '../../../cli/bin/attest.js'));
const site = clusterSite(arborKumori, 'killed-runner', target, clusters, () => performance.now());
tell({ ready: true });
const facts = { name: 'production', environment: 'production', revision: 'r', entrances: {} };
await carryOut(name, kubernetesTarget(site, facts), step, folder);
throw new Error(`${name} was injected and undone without being killed at ${step}`);
