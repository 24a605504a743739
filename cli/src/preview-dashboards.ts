import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Preview, preview, prometheusClient } from '@attest/dashboards/preview';
import type { EnvironmentName } from '@attest/platform';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import { interruption } from './interruption.js';
import { servePage } from './preview-server.js';

export interface PreviewFlags {
  readonly prometheus: string;
  readonly out: string;
  readonly serve?: boolean;
  readonly port: number;
  readonly environment: EnvironmentName;
  readonly minutes: number;
  readonly scrape: number;
  readonly runbooks?: string;
}

const refreshSeconds = 15;

/**
 * Exit code 0: every panel whose metrics somebody emits has data. 3: some have not, which says nothing of any promise.
 *
 * @throws CliError `bad-option`, `not-writable`, `address-in-use`
 */
export async function previewDashboards(context: CliContext, flags: PreviewFlags): Promise<void> {
  const make = await maker(context, flags);
  if (flags.serve === true) return serve(context, flags, make);
  const began = performance.now();
  const made = await make();
  const file = path.resolve(context.directory, flags.out);
  try {
    await writeFile(file, made.html);
  } catch (cause) {
    throw new CliError('not-writable', `${file}: cannot be written`, 'name another file with --out', {
      cause,
    });
  }
  context.out(`${path.relative(context.directory, file)}\n`);
  context.err(`${summary(made)} in ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  report(context, made);
  context.exitCode(made.sight.kind === 'ours' && made.problems.length === 0 ? 0 : 3);
}

async function maker(context: CliContext, flags: PreviewFlags): Promise<() => Promise<Preview>> {
  const { prometheus, environment, minutes, scrape, runbooks } = flags;
  if (!URL.canParse(prometheus) || !/^https?:/.test(prometheus))
    throw new CliError(
      'bad-option',
      `--prometheus ${prometheus}: is no URL`,
      'give the base URL, e.g. --prometheus http://127.0.0.1:9090',
    );
  const { platform } = await context.config();
  const client = prometheusClient(prometheus);
  return () =>
    preview({
      platform,
      environment,
      client,
      // A user and password in the address are not for the page.
      prometheus: new URL(prometheus).host,
      now: new Date(),
      minutes,
      scrapeSeconds: scrape,
      ...(flags.serve === true && { refreshSeconds }),
      ...(runbooks !== undefined && { runbooks }),
    });
}

async function serve(
  context: CliContext,
  { port }: PreviewFlags,
  make: () => Promise<Preview>,
): Promise<void> {
  const { signal, release } = interruption(() => context.err('\nstopping …\n'));
  const server = await servePage(async () => (await make()).html, port).catch((cause) => {
    throw new CliError('address-in-use', `port ${port} cannot be listened on`, 'name another with --port', {
      cause,
    });
  });
  try {
    context.out(`${server.url}\n`);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    await server.stop();
    release();
  }
}

const summary = ({ counts }: Preview): string => {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const waiting =
    counts.unproduced > 0 ? `, ${counts.unproduced} wait for metrics that nothing emits yet` : '';
  return `${counts.data} of ${all} panels have data${waiting}`;
};

function report({ err }: CliContext, { sight, problems }: Preview): void {
  if (sight.kind !== 'ours') {
    err(`attest: ${sight.reason}\n  fix: ${sight.fix}\n`);
    return;
  }
  for (const problem of problems) err(`  ${problem}\n`);
}
