import type Replicate from 'replicate';
import type { Effect } from '../consumer.js';
import { Deadline } from '../deadline.js';
import type { Job } from '../job.js';
import type { Statements } from '../primary-database.js';
import { finalError } from '../retry-policy.js';

export interface GenerateImageOptions {
  readonly client: Pick<Replicate, 'run'>;
  readonly statements: () => Statements | undefined;
  /** The table of a job's resource; `undefined` when the catalog does not have it. */
  readonly tableOf: (job: Job) => string | undefined;
}

/** The vendor addresses models as `owner/name`; the catalog has only the names. */
const owner = 'reference';
const readTimeoutMs = 2000;

/** Has the image of a resource made, and stores where it is. */
export function generateImage({ client, statements, tableOf }: GenerateImageOptions): Effect {
  return async (job, signal) => {
    const table = tableOf(job);
    if (table === undefined) throw finalError(`${job.resource} is not in the catalog.`);
    const read = await statements()?.execute<{ content: string; model: string | null }>(
      {
        name: `prompt ${job.resource}`,
        text: `select content, model from ${table} where id = $1`,
        values: [job.resourceId],
      },
      new Deadline(readTimeoutMs),
    );
    if (read?.kind !== 'rows') throw new Error('The prompt could not be read.', { cause: read?.cause });
    const [row] = read.rows;
    if (row === undefined || row.model === null)
      throw finalError(`${job.resource} ${job.resourceId} asks for no image.`);
    const output: unknown = await client.run(`${owner}/${row.model}`, {
      input: { prompt: row.content },
      signal,
    });
    const [url] = [output].flat();
    if (url === undefined) throw new Error('The prediction has no output.');
    return { status: 'succeeded', result: String(url) };
  };
}
