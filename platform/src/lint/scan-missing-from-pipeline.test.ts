import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { scanMissingFromPipeline } from './scan-missing-from-pipeline.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  scanMissingFromPipeline.check(withChange(arborKumori, change), '2026-11-23');

describe('scan-missing-from-pipeline', () => {
  it('finds the scans that no step does', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual([
      'security.compliance.scanning[1]',
      'security.compliance.scanning[2]',
    ]);
    expect(found[0]?.arithmetic).toBe('scans promised: 3; scans in the workflow: 1 (dependency_check)');
  });

  it('is silent when every scan is a step', () => {
    expect(
      check((platform) => {
        platform.delivery.pipeline!.jobs[0]!.steps.push({ run: ['trivy image api', 'checkov -d .'] });
      }),
    ).toEqual([]);
  });
});
