import { readFileSync } from 'node:fs';
import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { cronOf, drillCronJob } from './drill-cron-job.js';
import { generateGamedayManifests } from './generate-gameday-manifests.js';

const files = new Map(
  generateGamedayManifests(arborKumori, 'production').map(({ path, content }) => [
    path.replace('generated/production/gameday/', ''),
    content,
  ]),
);
const objectsOf = (name: string) => parseAllDocuments(files.get(name) ?? '').map((it) => it.toJS());

describe('the role of game days', () => {
  it('is bound to one account, in the namespace of the services, and grants nothing by wildcard or for the whole cluster', () => {
    const objects = objectsOf('kubernetes-rbac.yml');
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
      'ServiceAccount production/gameday',
      'Role production/gameday',
      'RoleBinding production/gameday',
    ]);
    expect(files.get('kubernetes-rbac.yml')).not.toMatch(/\*|ClusterRole|secrets|exec/);
  });
});

describe('a drill in the cluster', () => {
  const [, job] = objectsOf('drills.yml');

  it('runs its experiment on this environment, once, alone, and keeps its runs', () => {
    expect(job.metadata.name).toBe('gameday-instance-kill');
    expect(job.spec).toMatchObject({
      schedule: '0 6 * * 1',
      concurrencyPolicy: 'Forbid',
      jobTemplate: { spec: { backoffLimit: 0 } },
    });
    const pod = job.spec.jobTemplate.spec.template.spec;
    expect(pod.containers[0].args).toEqual([
      'gameday',
      'instance-kill',
      '--target',
      'production',
      '--confirm',
      'inCluster',
    ]);
    expect(pod).toMatchObject({ serviceAccountName: 'gameday', restartPolicy: 'Never' });
    expect(pod.containers[0].volumeMounts[0]).toEqual({ name: 'ledger', mountPath: '/work/.attest' });
  });

  it('would not be accepted with a schedule that is none', () => {
    const job = drillCronJob(
      { experiment: 'latency', on: 'cluster', frequency: 'weekly' },
      'n',
      'production',
    );
    Object.assign(job.spec ?? {}, { schedule: 6 });
    expect(() => job.validate()).toThrow();
  });
});

it('is nothing where Kubernetes does not orchestrate', () => {
  expect(generateGamedayManifests(arborKumori, 'development')).toEqual([]);
});

it('makes the drills of the test bed in the pipeline, as often as the catalog says', () => {
  const workflow = parse(
    readFileSync(new URL('../../../.github/workflows/gameday.yml', import.meta.url), 'utf8'),
  );
  const [drill, ...others] = arborKumori.drills.filter(({ on }) => on === 'reference');
  expect(others).toEqual([]);
  expect(workflow.on.schedule).toEqual([{ cron: drill === undefined ? '' : cronOf(drill) }]);
  expect(workflow.on.workflow_dispatch.inputs.experiment.default).toBe(drill?.experiment);
});
