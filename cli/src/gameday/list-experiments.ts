import { experiments } from '@attest/chaos';
import { paragraph } from '../paragraph.js';

/** What `attest gameday --list` prints. */
export function listExperiments(): string {
  return Object.entries(experiments)
    .map(([name, { title, hypothesis, claims }]) =>
      [`${name}  ${title}`, paragraph(hypothesis, 2), paragraph(`decides ${claims.join(', ')}`, 2), ''].join(
        '\n',
      ),
    )
    .join('\n');
}
