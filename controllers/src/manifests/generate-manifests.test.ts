import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { generateManifests } from './generate-manifests.js';
import { imageName, pinned } from './image.js';

const files = new Map(
  generateManifests(arborKumori, 'production').map(({ path, content }) => [path, content]),
);
const objects = (service: string) =>
  parseAllDocuments(files.get(`generated/production/kubernetes/workloads/${service}.yml`) ?? '').map(
    (document) => document.toJS(),
  );

describe('the manifests', () => {
  it('are a Deployment, an autoscaler and a PodMonitor for each service', () => {
    for (const service of ['arbor-api', 'kumori-api']) {
      expect(objects(service).map(({ kind, metadata }) => [kind, metadata.name])).toEqual([
        ['Deployment', service],
        ['HorizontalPodAutoscaler', service],
        ['PodMonitor', service],
      ]);
    }
  });

  it('leave the number of instances to the autoscaler', () => {
    const [deployment, autoscaler] = objects('arbor-api');
    expect(deployment.spec).not.toHaveProperty('replicas');
    expect(autoscaler.spec).toMatchObject({ minReplicas: 3, maxReplicas: 50 });
    expect(autoscaler.spec.behavior).toEqual({ scaleDown: { stabilizationWindowSeconds: 300 } });
  });

  it('have the resources and the probes of the architecture', () => {
    const [deployment] = objects('arbor-api');
    const [container] = deployment.spec.template.spec.containers;
    expect(container.resources).toEqual({
      requests: { cpu: '1000m', memory: '2Gi' },
      limits: { cpu: '2000m', memory: '4Gi' },
    });
    expect(container.livenessProbe).toEqual({
      httpGet: { path: '/api/health', port: 3000 },
      initialDelaySeconds: 30,
      periodSeconds: 10,
    });
    expect(container.readinessProbe.httpGet.path).toBe('/api/ready');
  });

  it('never run an image whose tag can move', () => {
    const text = [...files.values()].join('\n');
    expect(text).not.toContain(':latest');
    const { images } = parse(files.get('generated/production/kubernetes/workloads/kustomization.yml') ?? '');
    expect(images).toEqual([
      { name: 'arbor/api', newTag: 'pin-a-digest' },
      { name: 'kumori/api', newTag: 'pin-a-digest' },
    ]);
  });

  it.each([
    ['arbor/api:latest', 'arbor/api', 'arbor/api:pin-a-digest'],
    ['localhost:5000/api', 'localhost:5000/api', 'localhost:5000/api:pin-a-digest'],
    [`arbor/api@sha256:${'0'.repeat(64)}`, 'arbor/api', `arbor/api@sha256:${'0'.repeat(64)}`],
  ])('pin %s', (image, name, expected) => {
    expect([imageName(image), pinned(image)]).toEqual([name, expected]);
  });

  it('are nothing where Kubernetes does not orchestrate', () => {
    expect(generateManifests(arborKumori, 'staging')).toEqual([]);
  });

  it('do not appear at all when one of them is no valid object', () => {
    const broken = structuredClone(arborKumori);
    const [service] = broken.services;
    if (service) service.scaling.maxInstances = 'many' as unknown as number;
    expect(() => generateManifests(broken, 'production')).toThrow(/maxReplicas/);
  });
});
