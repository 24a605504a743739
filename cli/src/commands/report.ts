import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseVerdict, readEvidence, renderHtml } from '@attest/evidence';
import type { Register } from '../context.js';
import { findNamed } from '../find-named.js';

export const reportCommand: Register = (program, { directory, out }) => {
  program
    .command('report [run]')
    .description('writes report.html of a run again from its evidence, and prints where it is')
    .action(async (run = 'latest') => {
      const runs = path.join(directory, '.attest', 'runs');
      const names = existsSync(runs) ? await readdir(runs) : [];
      const [name] = findNamed('run', [run], Object.fromEntries(names.map((each) => [each, each])));
      const folder = path.join(runs, name as string);
      const verdictFile = path.join(folder, 'verdict.json');
      const verdict = parseVerdict(await readFile(verdictFile, 'utf8'), verdictFile);
      const { evidence } = readEvidence(path.join(folder, 'evidence.jsonl'));
      const file = path.join(folder, 'report.html');
      await writeFile(file, renderHtml({ verdict, evidence }));
      out(`${path.relative(directory, file)}\n`);
    });
};
