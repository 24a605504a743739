import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ToolName } from './tool.js';

export type ProgressPhase = 'waiting' | 'building' | 'built' | 'copying' | 'copied';

/** Sent about once a second while something takes time. */
export interface Progress {
  readonly tool: ToolName;
  /** `waiting`: another process builds it. */
  readonly phase: ProgressPhase;
  /** Since this tool's building, copying or waiting began. */
  readonly seconds: number;
  /** What a first build takes on two cores; absent where it is a matter of a second. */
  readonly expectedSeconds?: number;
}

export interface FindOptions {
  readonly onProgress?: (progress: Progress) => void;
  /** Ends a build under way; what was half built is removed. */
  readonly signal?: AbortSignal;
  /** PATH, HOME, XDG_CACHE_HOME, ATTEST_CACHE_DIR and Go's variables are read from here. Default: `process.env`. */
  readonly env?: NodeJS.ProcessEnv;
  /** Holds `<module>/go.mod` and `go.sum`. Default: this package's folder. */
  readonly sourcesDirectory?: string;
  /** A file or URL from which npm packages are resolved. Default: this package. */
  readonly packagesFrom?: string;
  /** How often a lock held by another process is looked at. Default: 500. */
  readonly pollMs?: number;
}

/** The options with every default filled in. */
export interface Surroundings {
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly sourcesDirectory: string;
  readonly packagesFrom: string;
  readonly pollMs: number;
}

export function surroundingsOf(options: FindOptions = {}): Surroundings {
  const env = options.env ?? process.env;
  return {
    onProgress: options.onProgress ?? (() => {}),
    signal: options.signal,
    env,
    home: env.HOME || homedir(),
    sourcesDirectory: options.sourcesDirectory ?? fileURLToPath(new URL('..', import.meta.url)),
    packagesFrom: options.packagesFrom ?? import.meta.url,
    pollMs: options.pollMs ?? 500,
  };
}
