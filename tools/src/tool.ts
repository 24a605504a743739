/** Every program that Attest runs, by the name used in code and in `attest doctor`. */
export type ToolName =
  | 'node'
  | 'k6'
  | 'prometheus'
  | 'promtool'
  | 'alertmanager'
  | 'amtool'
  | 'toxiproxy'
  | 'node_exporter'
  | 'postgres'
  | 'initdb'
  | 'pg_ctl'
  | 'postgres_exporter';

/** Versions that are good enough: `from` and later, but before `below` if there is one. Dotted numbers. */
export interface VersionRange {
  readonly from: string;
  readonly below?: string;
}

export type ToolSource =
  /** Built from the pinned module `tools/<module>/go.mod`. */
  | { readonly kind: 'go'; readonly module: GoModuleName }
  /** A file of the installed npm package that holds PostgreSQL for this platform. */
  | { readonly kind: 'npm'; readonly file: string }
  /** The program that runs us. */
  | { readonly kind: 'running' }
  /** Only ever taken from PATH; `instead` says what serves where it is absent. */
  | { readonly kind: 'path-only'; readonly instead: string };

export interface Tool {
  /** What Attest uses it for, in a few words. */
  readonly purpose: string;
  /** The version that Attest is made with. */
  readonly version: string;
  readonly accepted: VersionRange;
  /** How the program tells its version: arguments, and where the number stands in the answer. */
  readonly ask: { readonly args: readonly string[]; readonly version: RegExp };
  /** Its names on PATH (distributions rename some); empty: never taken from PATH. */
  readonly commands: readonly string[];
  readonly source: ToolSource;
  readonly licence: string;
}

export type GoModuleName = 'k6' | 'prometheus' | 'alertmanager' | 'toxiproxy' | 'node_exporter';

export interface GoModule {
  /** The module that holds the programs, and its version in the go.mod. */
  readonly path: string;
  readonly version: string;
  /** The programs to build: tool → package and file name. */
  readonly programs: readonly { readonly tool: ToolName; readonly package: string; readonly file: string }[];
  readonly tags: readonly string[];
  readonly ldflags: readonly string[];
  /** Roughly how long a first build takes on two cores, downloads included. */
  readonly buildSeconds: number;
}

/** Where a tool was found: on PATH, in our cache, built just now, in an npm package, or it is what runs us. */
export type FoundFrom = 'path' | 'cache' | 'built' | 'npm' | 'running';

export interface FoundTool {
  readonly name: ToolName;
  /** Absolute path of the executable. */
  readonly path: string;
  readonly version: string;
  readonly from: FoundFrom;
}

/** A program of the right name that was not taken, and why. */
export interface PassedOver {
  readonly path: string;
  readonly reason: string;
}
