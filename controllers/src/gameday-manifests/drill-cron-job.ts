import type { Drill } from '@attest/platform';
import { CronJob } from 'kubernetes-models/batch/v1/CronJob';
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { unpinnedTag } from '../manifests/image.js';
import { gamedayAccount } from './gameday-rbac.js';

/** At six in the morning of a working day, UTC, as the pipeline does it: somebody is there soon. */
const schedules: Readonly<Record<Drill['frequency'], string>> = {
  hourly: '0 * * * *',
  daily: '0 6 * * *',
  weekly: '0 6 * * 1',
  monthly: '0 6 1 * *',
  quarterly: '0 6 1 */3 *',
  yearly: '0 6 1 1 *',
};

/** When a drill takes place, as cron says it. */
export const cronOf = ({ frequency }: Pick<Drill, 'frequency'>): string => schedules[frequency];

/** Where runs are kept from one drill to the next: verdicts are read from there, and what a killed run left behind. */
const ledgerClaim = 'gameday-ledger';
const workFolder = '/work';
/** As the client library of Kubernetes calls the cluster that it runs in. */
const ownCluster = 'inCluster';
/** A run lasts minutes; one that hangs is ended, and what it broke is undone by the next one. */
const longestSeconds = 3600;

export const ledgerVolume = (namespace: string) =>
  new PersistentVolumeClaim({
    metadata: { name: ledgerClaim, namespace },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });

/** A drill as a job of the cluster. Two never run at once, and none is repeated by itself: a broken promise is not broken less the second time. */
export function drillCronJob(drill: Drill, namespace: string, target: string): CronJob {
  const { experiment } = drill;
  const name = `gameday-${experiment}`;
  return new CronJob({
    metadata: { name, namespace, labels: { app: 'gameday' } },
    spec: {
      schedule: cronOf(drill),
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: longestSeconds,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: {
          backoffLimit: 0,
          activeDeadlineSeconds: longestSeconds,
          template: {
            metadata: { labels: { app: 'gameday' } },
            spec: {
              serviceAccountName: gamedayAccount,
              automountServiceAccountToken: true,
              restartPolicy: 'Never',
              // The ledger belongs to whom the pod runs as.
              securityContext: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
              containers: [
                {
                  name: 'attest',
                  image: `attest:${unpinnedTag}`,
                  workingDir: workFolder,
                  command: ['attest'],
                  args: ['gameday', experiment, '--target', target, '--confirm', ownCluster],
                  resources: {
                    requests: { cpu: '500m', memory: '512Mi' },
                    limits: { cpu: '1000m', memory: '1Gi' },
                  },
                  securityContext: {
                    allowPrivilegeEscalation: false,
                    capabilities: { drop: ['ALL'] },
                    seccompProfile: { type: 'RuntimeDefault' },
                  },
                  // Where it is told that the drill took place, for a job is gone before anybody scrapes it; a token is a secret.
                  envFrom: [
                    { configMapRef: { name: 'gameday', optional: true } },
                    { secretRef: { name: 'gameday', optional: true } },
                  ],
                  volumeMounts: [
                    { name: 'ledger', mountPath: `${workFolder}/.attest` },
                    {
                      name: 'config',
                      mountPath: `${workFolder}/attest.config.ts`,
                      subPath: 'attest.config.ts',
                      readOnly: true,
                    },
                  ],
                },
              ],
              volumes: [
                { name: 'ledger', persistentVolumeClaim: { claimName: ledgerClaim } },
                { name: 'config', configMap: { name: 'attest-config' } },
              ],
            },
          },
        },
      },
    },
  });
}
