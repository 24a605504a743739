import { quoteSetting } from '@attest/controllers/failover-adapters';

/** What a server of the bed is configured with; one file for all, since a standby is a copy of its primary. */
export interface ServerSettings {
  readonly maxConnections: number;
}

/** `postgresql.auto.conf` outranks this file, and is where settings that change while the server runs are kept. */
export function settingsFile(settings: ServerSettings): string {
  return lines({
    listen_addresses: '127.0.0.1',
    // Only TCP: a socket's path would have to be short, which temporary directories are not everywhere.
    unix_socket_directories: '',
    max_connections: settings.maxConnections,
    superuser_reserved_connections: 3,

    // Zero loss is the claim, so nothing that weakens durability is turned off to be quick.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',

    wal_level: 'replica',
    max_wal_senders: 10,
    hot_standby: 'on',
    wal_keep_size: '512MB',
    wal_sender_timeout: '10s',
    wal_receiver_timeout: '10s',
    wal_receiver_status_interval: '1s',
    wal_retrieve_retry_interval: '200ms',
    recovery_target_timeline: 'latest',

    // A small footprint: three servers share the machine with everything else.
    shared_buffers: '32MB',
    dynamic_shared_memory_type: 'mmap',
    max_parallel_workers: 0,
    max_worker_processes: 4,
    io_method: 'sync',
    jit: 'off',
    // Hashing a password takes both sides a quarter of the usual time; hundreds of connections are made while a bed starts.
    scram_iterations: 1024,
    max_wal_size: '256MB',
    // Commits under way gather for 8 ms before one flush, so that a flush, its way over the links and its replay on two standbys
    // serve several of them. A commit that is alone, such as one whose price is measured, does not wait.
    commit_delay: 8000,
    commit_siblings: 3,
    autovacuum_max_workers: 1,
    autovacuum_naptime: '1min',

    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '%m [%p] %a ',
    log_lock_waits: 'on',
    // Shows commits that waited for a standby.
    log_min_duration_statement: '1s',
    log_parameter_max_length: 0,
    timezone: 'UTC',
  });
}

/** Where a standby streams from. `region` names it in `synchronous_standby_names` and in pg_stat_replication. */
export function connectionInfo(upstreamPort: number, region: string, user: string): string {
  const parts = {
    host: '127.0.0.1',
    port: upstreamPort,
    user,
    application_name: region,
    // A link that is cut accepts connections and stays silent: without a limit a standby would wait for it for ever.
    connect_timeout: 5,
    sslmode: 'disable',
    gssencmode: 'disable',
  };
  return Object.entries(parts)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

function lines(settings: Readonly<Record<string, string | number>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${quoteSetting(String(value))}\n`)
    .join('');
}
