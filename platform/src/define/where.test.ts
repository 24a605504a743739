import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import { platformSchema } from '../schema/index.js';
import { where } from './where.js';

describe('where', () => {
  const files = { gpu: 'a/gpu.ts', services: 'a/services.ts', 'services[1]': 'a/second.ts' };

  it.each([
    ['gpu.clusters[0].minInstances', 'a/gpu.ts › gpu.clusters[0].minInstances'],
    ['services[1].scaling', 'a/second.ts › services[1].scaling'],
    ['services[10].scaling', 'a/services.ts › services[10].scaling'],
    ['gpus', 'gpus'],
    ['failover', 'failover'],
  ])('shows %s as %s', (at, shown) => expect(where({ files }, at)).toBe(shown));

  it('shows the path alone for a catalog without files', () => expect(where({}, 'gpu')).toBe('gpu'));
});

describe('the files of the catalog that ships', () => {
  const root = path.resolve(import.meta.dirname, '../../..');

  it('exist', () => {
    expect(Object.values(arborKumori.files).filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it('are known for every block', () => {
    const blocks = Object.keys(platformSchema.shape).filter(
      (key) => !['id', 'name', 'files', 'services'].includes(key),
    );
    const unknown = [...blocks, 'services[0]', 'services[1]'].filter(
      (block) => where(arborKumori, block) === block,
    );
    expect(unknown).toEqual([]);
  });
});
