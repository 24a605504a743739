// Slips one thing in a rule of every shape, and asks whether the generated tests of its file notice. 200 take 40 minutes of two cores, all of them hours.
//   MUTANTS=200          so many of them, spread evenly
//   MUTANTS_ONLY=regex   those whose `file › alert: slip` matches, to look at survivors again
import { execFile } from 'node:child_process';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { generate } from '@attest/alerts';
import { arborKumori } from '@attest/platform';
import { findTools } from '@attest/tools';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { equivalence } from '../../../alerts/src/testing/equivalent-mutants.js';
import { type Mutant, ruleMutants } from '../../../alerts/src/testing/mutants.js';
import { Folders, writeText } from './generated.js';

const run = promisify(execFile);
const folders = new Folders();
let promtool: string;

beforeAll(async () => {
  promtool = (await findTools(['promtool'])).promtool.path;
});
afterAll(() => folders.remove());

type Rule = Mutant['rule'];
interface Group {
  name: string;
  rules: Rule[];
}

const files = new Map(
  generate(arborKumori, { environment: 'production' })
    .filter(({ path }) => path.includes('/prometheus/'))
    .map(({ path, content }) => [path.replace(/^.*\/prometheus\//, ''), content]),
);
const ruleFiles = [...files.keys()].filter((name) => !name.startsWith('tests/'));
const groupsOf = (name: string): Group[] => parse(files.get(name) ?? '').groups;

/** Rules that differ only in names and numbers slip alike: the first of each shape stands for all. */
function shapes(): { file: string; group: number; rule: number }[] {
  const seen = new Set<string>();
  return ruleFiles.flatMap((file) =>
    groupsOf(file).flatMap(({ rules }, group) =>
      rules.flatMap((one, rule) => {
        const shape = `${one.alert ?? one.record} ${one.for} ${one.expr.replaceAll(/"[^"]*"/g, '""').replaceAll(/\b\d[\d.]*\b/g, '0')}`;
        if (seen.has(shape)) return [];
        seen.add(shape);
        return [{ file, group, rule }];
      }),
    ),
  );
}

interface Job {
  file: string;
  original: Rule;
  mutant: Mutant;
  content: string;
}

/**
 * Mutants that are no worse than the rule for a reason that the expressions alone do not give; listed by hand.
 */
const equivalents: readonly { reason: string; covers(job: Job): boolean }[] = [
  {
    reason: 'an increase is above 0 when the rate is, and no text prints it',
    covers: ({ original, mutant }) =>
      /: increase to rate/.test(mutant.what) &&
      /^sum by \([\w, ]+\) \(increase\([^()]+\)\) > 0$/.test(original.expr) &&
      !JSON.stringify(original.annotations).includes('$value'),
  },
  {
    reason:
      'a share of readings is there whenever there are readings, so that what follows `or` is never taken',
    covers: ({ original, mutant }) => {
      const [left = '', right] = original.expr.split(' or ');
      return (
        right !== undefined &&
        /^sum\(sum_over_time\(\(\w+{[^}]+} > bool [\d.]+\)\[\w+:15s\]\)\) \/ \d+$/.test(left) &&
        (mutant.rule.expr === left || mutant.rule.expr.startsWith(`${left} or `))
      );
    },
  },
];

/** Why a mutant need not be noticed. */
const reasonOf = (job: Job): string | undefined =>
  equivalence(
    job.original,
    job.mutant,
    groupsOf(job.file).flatMap(({ rules }) => rules),
  ) ?? equivalents.find(({ covers }) => covers(job))?.reason;

function jobs(): Job[] {
  return shapes().flatMap(({ file, group, rule }) => {
    const groups = groupsOf(file);
    const original = groups[group]!.rules[rule]!;
    return ruleMutants(original).map((mutant) => ({
      file,
      original,
      mutant,
      content: stringify({
        groups: groups.map((one, g) =>
          g === group
            ? { ...one, rules: one.rules.map((other, r) => (r === rule ? mutant.rule : other)) }
            : one,
        ),
      }),
    }));
  });
}

/** Roughly, by the repetitions that promtool's notation asks for: how long a test takes. */
const samplesIn = (test: string): number =>
  [...(files.get(test) ?? '').matchAll(/\dx(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);

/** Whether any test of the file fails; asks the quicker half of them first, or alone. */
async function isKilled(
  { file, content }: Pick<Job, 'file' | 'content'>,
  root: string,
  halves: 1 | 2 = 2,
): Promise<boolean> {
  const name = basename(file, '.yml');
  await writeText(join(root, file), content);
  const tests = [...files.keys()]
    .filter(
      (test) => test === `tests/${name}.yml` || new RegExp(`^tests/${name}-\\d+[mhd]\\.yml$`).test(test),
    )
    .sort((a, b) => samplesIn(a) - samplesIn(b));
  await Promise.all(tests.map((test) => writeText(join(root, test), files.get(test) ?? '')));
  const half = Math.ceil(tests.length / 2);
  const asked = [tests.slice(0, half), tests.slice(half)].slice(0, halves);
  for (const some of asked.filter(({ length }) => length > 0)) {
    const paths = some.map((test) => join(root, test));
    const failure = await run(promtool, ['test', 'rules', ...paths], { maxBuffer: 1 << 26 }).then(
      () => undefined,
      (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
    );
    if (failure === undefined) continue;
    // Of a machine that was halted or overwhelmed, which says nothing of the rule.
    if (failure.includes('timed out') || !failure.includes('FAILED')) throw new Error(failure);
    return true;
  }
  return false;
}

const share = (part: number, all: number) => `${part} of ${all} (${((100 * part) / all).toFixed(1)} %)`;

it('the tests of the alerts notice at least 98 % of the slips in a rule', async () => {
  const only = new RegExp(process.env.MUTANTS_ONLY ?? '');
  const nameOf = ({ file, mutant }: Job) => `${file} › ${mutant.what}`;
  const every = jobs();
  const all = every.filter((job) => reasonOf(job) === undefined);
  const asked = all.filter((job) => only.test(nameOf(job)));
  const part = Number(process.env.MUTANTS ?? asked.length);
  const chosen = asked.filter(
    (_, i) => Math.floor((i * part) / asked.length) !== Math.floor(((i - 1) * part) / asked.length),
  );
  // A rule as it is, written as mutants are: what fails that says nothing of a slip.
  const root = await folders.make();
  for (const file of new Set(chosen.map((job) => job.file)))
    expect(
      await isKilled({ file, content: stringify({ groups: groupsOf(file) }) }, root, 1),
      `${file} as it is`,
    ).toBe(false);
  const survivors: string[] = [];
  let next = 0;
  const work = async () => {
    const root = await folders.make();
    for (let job = chosen[next++]; job !== undefined; job = chosen[next++]) {
      if (!(await isKilled(job, root))) {
        survivors.push(nameOf(job));
        console.log(`survives: ${nameOf(job)}`);
      }
      if (next % 20 === 0) console.log(`${next} of ${chosen.length} asked, ${survivors.length} survive`);
    }
  };
  await Promise.all([work(), work()]);
  const killed = chosen.length - survivors.length;
  const reasons = new Map<string, number>();
  for (const job of every) {
    const reason = reasonOf(job);
    if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  console.log(
    [
      `${share(killed, chosen.length)} mutants killed`,
      ...survivors.sort(),
      `${share(every.length - all.length, every.length)} are equivalent:`,
      ...[...reasons].map(([reason, count]) => `  ${count}: ${reason}`),
    ].join('\n'),
  );
  if (process.env.MUTANTS_ONLY === undefined) expect(chosen.length).toBeGreaterThan(100);
  expect(killed / chosen.length).toBeGreaterThanOrEqual(0.98);
}, 14_400_000);
