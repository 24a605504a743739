import { decimal } from './decimal.js';
import { memory } from './facts/postgresql.js';
import type { Rule } from './finding.js';

/** Every connection may use work_mem, more than once; the buffers tell how large the server is meant to be. */
export const databaseMemoryOvercommitted: Rule = {
  id: 'database-memory-overcommitted',
  title: 'All connections at work must fit into the memory that the buffers are sized for',
  check({ database }) {
    const { maxConnections, sharedBuffersMib, workMemMib } = database.settings;
    if (sharedBuffersMib === undefined || workMemMib === undefined) return [];
    const server = sharedBuffersMib / memory.sharedBuffersShare;
    const working = maxConnections * workMemMib * memory.hashMemMultiplier;
    if (sharedBuffersMib + working <= server) return [];
    const gib = (mib: number) => decimal(mib / 1024);
    return [
      {
        path: 'database.settings.workMemMib',
        section: database.section,
        message: `one hash table a connection takes more memory than the server has that these buffers are sized for; the kernel may then end PostgreSQL`,
        arithmetic: `${gib(sharedBuffersMib)} GiB shared_buffers + ${maxConnections} × ${workMemMib} MiB × ${memory.hashMemMultiplier} (hash_mem_multiplier) = ${gib(sharedBuffersMib + working)} GiB > ${gib(sharedBuffersMib)} GiB ÷ ${memory.sharedBuffersShare} = ${gib(server)} GiB`,
        remedy: `set work_mem to at most ${Math.floor((server - sharedBuffersMib) / maxConnections / memory.hashMemMultiplier / 2)} MB (half the rest for the page cache), or allow fewer connections behind a pooler`,
        sources: [memory.source],
      },
    ];
  },
};
