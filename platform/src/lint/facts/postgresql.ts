import type { Source } from '../../schema/index.js';

const retrieved = '2026-11-23';

/** Names that are often used for an extension, and the name that `CREATE EXTENSION` knows. */
export const extensionNames: Readonly<Record<string, { name: string; source: Source }>> = {
  pgvector: {
    name: 'vector',
    source: {
      title: 'pgvector: getting started, CREATE EXTENSION vector',
      url: 'https://github.com/pgvector/pgvector#getting-started',
      retrieved,
    },
  },
};

/** Connections kept back for superusers, by default. */
export const reservedConnections = {
  count: 3,
  source: {
    title: 'PostgreSQL: superuser_reserved_connections, default 3',
    url: 'https://www.postgresql.org/docs/current/runtime-config-connection.html',
    retrieved,
  },
} as const satisfies { count: number; source: Source };

/** Connections that a pool of the usual client opens, by default. */
export const defaultPool = {
  client: 'node-postgres',
  max: 10,
  source: {
    title: 'node-postgres: pg.Pool, max 10 by default',
    url: 'https://node-postgres.com/apis/pool',
    retrieved,
  },
} as const satisfies { client: string; max: number; source: Source };

/** What one sort or hash may take, and how much of the memory the buffers usually get. */
export const memory = {
  /** A hash table may take work_mem × this. */
  hashMemMultiplier: 2,
  /** Starting value for shared_buffers on a dedicated server. */
  sharedBuffersShare: 0.25,
  source: {
    title: 'PostgreSQL: work_mem, hash_mem_multiplier (2.0) and shared_buffers (25 % of the memory)',
    url: 'https://www.postgresql.org/docs/current/runtime-config-resource.html',
    retrieved,
  },
} as const satisfies { hashMemMultiplier: number; sharedBuffersShare: number; source: Source };

export const alterSystem: Source = {
  title: 'PostgreSQL: only superusers may use ALTER SYSTEM',
  url: 'https://www.postgresql.org/docs/current/sql-altersystem.html',
  retrieved,
};

export const hotStandby: Source = {
  title: 'PostgreSQL: hot standby, transactions are read-only',
  url: 'https://www.postgresql.org/docs/current/hot-standby.html',
  retrieved,
};

export const asynchronousByDefault: Source = {
  title: 'PostgreSQL: streaming replication is asynchronous by default; what was not sent is lost',
  url: 'https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION',
  retrieved,
};
