import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { drawSchedule, type FaultName, type Schedule, scheduleProblems } from '@attest/chaos';
import { writeWhole } from '@attest/evidence';
import { z } from 'zod';
import { CliError } from '../cli-error.js';

const seconds = z.int().nonnegative();
const scheduleSchema = z.object({
  schema: z.literal('attest.schedule/v1'),
  faults: z.array(
    z.strictObject({
      fault: z.string(),
      where: z.enum(['primary', 'takeover']),
      startsAfterSeconds: seconds,
      lastsSeconds: z.int().positive(),
    }),
  ),
});

/** How a drawn schedule is called: `SEED:NUMBER`. */
const drawnName = /^([\w.-]{1,64}):(\d{1,4})$/;

/**
 * A schedule from a file, or a drawn one by its name.
 *
 * @throws CliError `not-found`, `config-invalid` with every problem and its path
 */
export function readSchedule(directory: string, named: string): Schedule {
  const file = path.resolve(directory, named);
  const [, seed, number] = drawnName.exec(named) ?? [];
  if (!existsSync(file) && seed !== undefined && Number(number) > 0)
    return drawSchedule(seed, Number(number));
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CliError(
      'not-found',
      `--schedule ${named}: cannot be read`,
      'name a file that attest gameday --random has written, or SEED:NUMBER for the schedule that it drew',
      { cause },
    );
  }
  const parsed = scheduleSchema.safeParse(parseJson(text));
  const problems = parsed.success
    ? scheduleProblems(asSchedule(parsed.data))
    : parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the document'}: ${issue.message}`);
  if (!parsed.success || problems.length > 0) {
    throw new CliError(
      'config-invalid',
      `${named} is not a schedule that can be run:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      'docs/formats.md has the format and the faults that a schedule may have',
    );
  }
  return asSchedule(parsed.data);
}

/** The names of its faults are checked by whoever knows them. */
const asSchedule = ({ faults }: z.infer<typeof scheduleSchema>): Schedule => ({
  faults: faults.map((it) => ({ ...it, fault: it.fault as FaultName })),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a file of a schedule holds besides: where it came from, and what it broke. */
export interface Provenance {
  readonly seed: string;
  readonly number: number;
  readonly broken: readonly string[];
  readonly failures: number;
  readonly runs: number;
}

/** Keeps a schedule so that it can be run again. Answers the file, relative to the directory. */
export function keepSchedule(directory: string, schedule: Schedule, from: Provenance): string {
  const file = path.join('.attest', 'schedules', `${from.seed}-${from.number}.json`);
  mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
  writeWhole(path.join(directory, file), `${JSON.stringify(scheduleDocument(schedule, from), null, 2)}\n`);
  return file;
}

export const scheduleDocument = (schedule: Schedule, from?: Provenance) => ({
  schema: 'attest.schedule/v1',
  faults: schedule.faults,
  ...(from === undefined ? {} : { from }),
});
