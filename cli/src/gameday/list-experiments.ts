import { experiments, faults, faultsOf } from '@attest/chaos';
import { paragraph } from '../paragraph.js';

/** What `attest gameday --list` prints. */
export function listExperiments(): string {
  return Object.entries(experiments)
    .map(([name, experiment]) => {
      const { title, hypothesis, claims, expectations } = experiment;
      return [
        `${name}  ${title}`,
        paragraph(hypothesis, 2),
        ...[...new Set(faultsOf(experiment))].map((fault) =>
          paragraph(`fault ${fault}: ${faults[fault].title}`, 2),
        ),
        paragraph(`decides ${[...claims, ...expectations].join(', ')}`, 2),
        '',
      ].join('\n');
    })
    .join('\n');
}
