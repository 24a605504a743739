import { execFile } from 'node:child_process';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { generate } from '@attest/alerts';
import { arborKumori } from '@attest/platform';
import { findTools } from '@attest/tools';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
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

/**
 * Mutants that are no worse than the rule, each with its reason; listed by hand.
 */
const equivalents: readonly [RegExp, string][] = [
  [
    /^(slo|service_region):\S+: matcher environment="production" dropped/,
    'the result keeps the label, and alerts select by it',
  ],
  [/^slo:\S+: grouping by (service|region) dropped/, 'the rule sets the label, and a matcher fixes it'],
  [/: grouping by environment dropped/, 'a matcher fixes the environment, and the alert sets the label'],
  [/^slo:\S+: label (service|region) (dropped|changed)/, 'carried for people; alerts select by objective'],
];

const isEquivalent = (what: string) => equivalents.some(([pattern]) => pattern.test(what));

interface Job {
  file: string;
  mutant: Mutant;
  content: string;
}

function jobs(): Job[] {
  return shapes().flatMap(({ file, group, rule }) => {
    const groups = groupsOf(file);
    const original = groups[group]!.rules[rule]!;
    return ruleMutants(original).map((mutant) => ({
      file,
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

/** Whether any test of the file fails. */
async function isKilled({ file, content }: Job, root: string): Promise<boolean> {
  const name = basename(file, '.yml');
  await writeText(join(root, file), content);
  const tests = [...files.keys()].filter(
    (test) => test === `tests/${name}.yml` || new RegExp(`^tests/${name}-\\d+[mhd]\\.yml$`).test(test),
  );
  for (const test of tests) {
    await writeText(join(root, test), files.get(test) ?? '');
    const passed = await run(promtool, ['test', 'rules', join(root, test)], { maxBuffer: 1 << 26 }).then(
      () => true,
      () => false,
    );
    if (!passed) return true;
  }
  return false;
}

it('the tests of the alerts notice at least 98 % of the slips in a rule', async () => {
  const all = jobs().filter(({ mutant }) => !isEquivalent(mutant.what));
  const part = Number(process.env.MUTANTS ?? all.length);
  const chosen = all.filter(
    (_, i) => Math.floor((i * part) / all.length) !== Math.floor(((i - 1) * part) / all.length),
  );
  const survivors: string[] = [];
  let next = 0;
  const work = async () => {
    const root = await folders.make();
    for (let job = chosen[next++]; job !== undefined; job = chosen[next++])
      if (!(await isKilled(job, root))) survivors.push(`${job.file} › ${job.mutant.what}`);
  };
  await Promise.all([work(), work()]);
  const killed = chosen.length - survivors.length;
  console.log(
    `${killed} of ${chosen.length} mutants killed (${((100 * killed) / chosen.length).toFixed(1)} %)\n${survivors.sort().join('\n')}`,
  );
  expect(chosen.length).toBeGreaterThan(100);
  expect(killed / chosen.length).toBeGreaterThanOrEqual(0.98);
}, 3_600_000);
