import { objectStores } from './facts/object-stores.js';
import type { Rule } from './finding.js';

export const objectStoreLacksFeature: Rule = {
  id: 'object-store-lacks-feature',
  title: 'Object storage must not be promised features that its provider has not built',
  check({ backups }) {
    const { storage, section } = backups;
    const fact = storage === undefined ? undefined : objectStores[storage.provider];
    if (storage === undefined || fact === undefined) return [];
    const promised = [
      {
        key: 'replication',
        wanted: storage.replication !== undefined,
        has: fact.replication,
        what: `${storage.replication} replication`,
        operation: 'PutBucketReplication',
      },
      {
        key: 'versioning',
        wanted: storage.versioning,
        has: fact.versioning,
        what: 'versioning',
        operation: 'PutBucketVersioning',
      },
    ];
    return promised
      .filter(({ wanted, has }) => wanted && !has)
      .map(({ key, what, operation }) => ({
        path: `backups.storage.${key}`,
        section,
        message: `${storage.provider} has no ${what}: an object that is overwritten or deleted is gone, and no copy is anywhere else`,
        arithmetic: `${operation}: promised 1, implemented 0`,
        remedy:
          'copy objects to a second bucket under names that are never reused, with another provider for a second region, and lock them against deletion',
        sources: [fact.source],
      }));
  },
};
