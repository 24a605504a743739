import { type Experiment, type ExperimentName, experiments, kubernetesTarget } from '@attest/chaos';
import { type VerdictDocument, exitCode as verdictExitCode } from '@attest/evidence';
import { localProcesses } from '@attest/loadtests';
import { type Platform, primaryRegion } from '@attest/platform';
import { findTools } from '@attest/tools';
import { ask } from '../ask.js';
import { beginRun } from '../begin-run.js';
import { CliError } from '../cli-error.js';
import type { CliContext } from '../context.js';
import { describeError } from '../describe-error.js';
import { lockJournal } from '../failover/journal-lock.js';
import { interruption } from '../interruption.js';
import { abortSwitch } from './abort-switch.js';
import { startClusterKeeper } from './cluster-keeper.js';
import { type Clusters, clusterSite, openClusters, undoEarlier } from './cluster-site.js';
import { progressSinceNow } from './progress-since-now.js';
import { promisedP99Ms } from './promised-p99.js';
import type { RealGamedayTarget } from './real-target.js';
import { conclude } from './run-experiment.js';
import { runOnTarget } from './run-on-target.js';
import { tellOfEnding } from './tell-of-ending.js';
import { worstCode } from './worst-code.js';

interface Wanted {
  readonly names: readonly ExperimentName[];
  readonly platform: Platform;
  readonly target: RealGamedayTarget;
  readonly whatIf: readonly string[];
  readonly runs: number;
  readonly json: boolean;
  readonly readOnly: boolean;
  readonly confirm?: string;
}

/**
 * Game days on services in Kubernetes. What an earlier run left behind is taken away first; production is only touched when somebody
 * has typed the name of its cluster.
 *
 * @throws CliError before anything runs
 */
export async function runClusterExperiments(context: CliContext, wanted: Wanted): Promise<void> {
  const { target, readOnly } = wanted;
  refuseWhatOnlyTheBedCan(wanted);
  const clusters = await openClusters(context.directory, target, readOnly);
  // A second run would take away what this one has made, and take it for what an earlier one left.
  const unlock = readOnly ? async () => {} : await lockJournal(clusters.journalFile);
  try {
    await runLocked(context, wanted, clusters);
  } finally {
    await unlock();
  }
}

async function runLocked(context: CliContext, wanted: Wanted, clusters: Clusters): Promise<void> {
  const { target, platform, readOnly } = wanted;
  if (!readOnly)
    for (const what of await undoEarlier(clusters)) context.err(`undone, of an earlier run: ${what}\n`);
  const cluster = primaryCluster(platform, target, clusters);
  if (!readOnly) await confirmProduction(target, cluster, wanted.confirm);
  const goodbye = readOnly ? async () => {} : await startClusterKeeper(context.directory, target);
  try {
    await runKept(context, wanted, clusters);
  } finally {
    await goodbye();
  }
}

async function runKept(context: CliContext, wanted: Wanted, clusters: Clusters): Promise<void> {
  const stop = new AbortController();
  const { signal: interrupted, release } = interruption(() => {});
  const signal = AbortSignal.any([interrupted, stop.signal]);
  signal.addEventListener('abort', () => tellOfEnding(context, String(signal.reason)));
  const button = await abortSwitch((how) => stop.abort(how));
  context.err(`to end it and undo everything: press q, or curl -X POST ${button.url}\n`);
  const verdicts: VerdictDocument[] = [];
  try {
    for (const name of wanted.names) {
      if (signal.aborted) break;
      const experiment = experiments[name];
      verdicts.push(await runOne(context, { ...wanted, name, experiment, clusters, signal }));
    }
  } finally {
    button.close();
    release();
  }
  if (wanted.json)
    context.out(`${JSON.stringify(verdicts.length === 1 ? verdicts[0] : { runs: verdicts }, null, 2)}\n`);
  context.exitCode(worstCode(verdicts.map(({ summary }) => verdictExitCode(summary))));
}

/** @throws CliError `bad-option` */
function refuseWhatOnlyTheBedCan({ whatIf, runs, target }: Wanted): void {
  const problems = [
    ...(whatIf.length > 0 ? ['--what-if changes the design of the test bed'] : []),
    ...(runs > 1 ? ['--runs counts runs of the test bed'] : []),
  ];
  if (problems.length === 0) return;
  throw new CliError(
    'bad-option',
    `--target ${target.name}: ${problems.join('; ')}`,
    'leave it out, or leave --target out',
  );
}

/** @throws CliError `config-invalid` */
function primaryCluster(
  platform: Platform,
  { name, gameday }: RealGamedayTarget,
  { clients }: Clusters,
): string {
  const primary = primaryRegion(platform).id;
  const client = clients[primary];
  if (client !== undefined) return client.name;
  throw new CliError(
    'config-invalid',
    `targets.${name}.gameday.regions: the region ${primary} is missing, which faults strike; there are ${Object.keys(gameday.regions).join(', ') || 'none'}`,
    'name its context, its namespace and its probes',
  );
}

/** @throws CliError `not-confirmed` */
async function confirmProduction(
  { name, environment }: RealGamedayTarget,
  cluster: string,
  confirmed: string | undefined,
): Promise<void> {
  if (environment !== 'production') return;
  const typed =
    confirmed ?? (await ask(`${name} is production. Type the name of its cluster to break it on purpose: `));
  if (typed === cluster) return;
  throw new CliError(
    'not-confirmed',
    typed === undefined
      ? `nobody confirmed that ${name} may be broken`
      : `"${typed}" is not the cluster of ${name}`,
    `type the name of the cluster when you are asked, or pass --confirm ${cluster}; nothing was done`,
  );
}

interface OneRun extends Wanted {
  readonly name: ExperimentName;
  readonly experiment: Experiment;
  readonly clusters: Clusters;
  readonly signal: AbortSignal;
}

async function runOne(context: CliContext, run: OneRun): Promise<VerdictDocument> {
  const { name, experiment, platform, target, clusters, signal, readOnly, json } = run;
  const { progress } = progressSinceNow(context);
  const { k6 } = await findTools(['k6'], { signal });
  const { environment, entrances } = target;
  const { directory, clock, recorder, revision } = await beginRun(context.directory, {
    experiment: name,
    target: target.name,
    environment,
    whatIf: {},
    lateMs: promisedP99Ms(platform),
  });
  const processes = localProcesses();
  try {
    const site = clusterSite(platform, directory.id, target, clusters, clock.monotonicMs);
    await runOnTarget({
      platform,
      experiment,
      target: kubernetesTarget(site, { name: target.name, environment, revision, entrances }),
      directory,
      evidence: recorder,
      clock,
      progress,
      k6: k6.path,
      processes,
      readOnly,
      signal,
    });
  } catch (error) {
    // What nobody foresaw is evidence as well: the run is judged, and is inconclusive.
    const reason = error instanceof Error ? error.message : String(error);
    await recorder.record({ kind: 'gave-up', phase: 'check', reason });
    context.err(describeError(error));
  } finally {
    await processes.endAll();
    recorder.close();
  }
  return conclude({ context, platform, experiment, quiet: json }, directory);
}
