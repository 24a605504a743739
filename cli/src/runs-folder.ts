import path from 'node:path';

/** Where runs keep what they saw. */
export const runsFolder = (directory: string): string => path.join(directory, '.attest', 'runs');
