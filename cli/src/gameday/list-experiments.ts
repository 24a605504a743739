import { experiments, faults } from '@attest/chaos';
import { paragraph } from '../paragraph.js';

/** What `attest gameday --list` prints. */
export function listExperiments(): string {
  return Object.entries(experiments)
    .map(([name, { title, hypothesis, fault, claims, expectations }]) =>
      [
        `${name}  ${title}`,
        paragraph(hypothesis, 2),
        paragraph(`fault ${fault}: ${faults[fault].title}`, 2),
        paragraph(`decides ${[...claims, ...expectations].join(', ')}`, 2),
        '',
      ].join('\n'),
    )
    .join('\n');
}
