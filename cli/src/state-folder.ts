import path from 'node:path';

/** Where whoever runs in a directory writes down what it has started, so that the next one can tidy up after it. */
export const stateFolder = (directory: string): string => path.join(directory, '.attest', 'state');
