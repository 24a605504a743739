import type { Source } from '../../schema/index.js';

export interface ObjectStore {
  versioning: boolean;
  /** Copies of a bucket in another region. */
  replication: boolean;
  source: Source;
}

export const objectStores: Readonly<Record<string, ObjectStore>> = {
  'Cloudflare R2': {
    versioning: false,
    replication: false,
    source: {
      title: 'Cloudflare R2: S3 compatibility, PutBucketVersioning and PutBucketReplication not implemented',
      url: 'https://developers.cloudflare.com/r2/api/s3/api/',
      retrieved: '2026-11-23',
    },
  },
};
