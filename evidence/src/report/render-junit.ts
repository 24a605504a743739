import junit, { type Builder } from 'junit-report-builder';
import { subjectOf, type VerdictDocument } from '../verdict.js';
import { lineRanges, title } from './words.js';

/** The package's types describe a module with a default export; what Node.js loads is that export itself. */
const root = ((junit as { default?: Builder }).default ?? junit) as Builder;

/**
 * A test case for each claim. Broken is a failure. Inconclusive is an error, not skipped: in JUnit an error is a test
 * that could not be carried out, and every CI system turns red on it; a skipped test would look like success.
 */
export function renderJunit(verdict: VerdictDocument): string {
  const builder = root.newBuilder();
  const name = subjectOf(verdict);
  const suite = builder
    .testSuite()
    .name(`${title(name)} on ${verdict.target}`)
    .timestamp(verdict.startedAt)
    .time(verdict.durationSeconds)
    .property('run', verdict.run)
    .property('environment', verdict.environment)
    .property('revision', verdict.revision);
  for (const { id, statement, verdict: word, reason, evidence } of verdict.claims) {
    const testCase = suite.testCase().className(id).name(statement);
    const details = evidence.length === 0 ? '' : `evidence.jsonl, lines ${lineRanges(evidence)}`;
    if (word === 'broken') testCase.failure(reason, 'broken');
    if (word === 'inconclusive') testCase.error(reason, 'inconclusive', details);
    if (details !== '') testCase.standardOutput(`${reason}\n${details}`);
  }
  return builder.build();
}
