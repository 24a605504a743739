import { cacheDirectory } from './cache-directory.js';
import { type FindOptions, type Surroundings, surroundingsOf } from './find-options.js';
import { goModuleNamed } from './go-modules.js';
import { type GoLooked, isUsable, leastGo } from './go-toolchain.js';
import { type Looked, Search } from './look.js';
import { type Missing, waysOut } from './missing-tools.js';
import type { FoundFrom, PassedOver, ToolName } from './tool.js';
import { toolNamed, toolNames } from './tools.js';
import { compareVersions } from './version-range.js';

export type DoctorState = 'found' | 'made-on-first-use' | 'missing' | 'optional-missing';

/** One tool. Paths begin with `~` or `.` where they lie below the home or the working directory. */
export interface DoctorRow {
  readonly tool: ToolName;
  readonly purpose: string;
  readonly licence: string;
  readonly state: DoctorState;
  readonly version?: string;
  readonly from?: FoundFrom;
  readonly path?: string;
  /** What happens on first use, or why it is missing. */
  readonly note?: string;
  readonly passedOver: readonly PassedOver[];
}

export interface DoctorReport {
  /** Nothing that is needed is missing. */
  readonly ok: boolean;
  readonly tools: readonly DoctorRow[];
  /** Needed only to build what is neither on PATH nor in the cache. */
  readonly go: { readonly version?: string; readonly path?: string; readonly note?: string };
  readonly cache: string;
  /** The ways out, one a line; empty when `ok`. */
  readonly fix: readonly string[];
}

/** Looks for every tool and builds nothing. */
export async function doctor(options?: FindOptions): Promise<DoctorReport> {
  const surroundings = surroundingsOf(options);
  const search = new Search(surroundings);
  const looked: Looked[] = [];
  for (const name of toolNames) looked.push(await search.look(name));
  const show = shown(surroundings);
  const missing = looked.filter((one): one is Missing => one.state === 'missing' && !isOptional(one.name));
  return {
    ok: missing.length === 0,
    tools: looked.map((one) => row(one, show)),
    go: await goRow(await search.go(), surroundings, show),
    cache: show(cacheDirectory(surroundings)),
    fix: waysOut(missing),
  };
}

function row(looked: Looked, show: (text: string) => string): DoctorRow {
  const { purpose, licence, version } = toolNamed(looked.name);
  const passedOver = looked.passedOver.map(({ path, reason }) => ({
    path: show(path),
    reason: show(reason),
  }));
  const common = { tool: looked.name, purpose, licence, passedOver };
  switch (looked.state) {
    case 'found': {
      const { tool } = looked;
      return { ...common, state: 'found', version: tool.version, from: tool.from, path: show(tool.path) };
    }
    case 'buildable': {
      const { buildSeconds } = goModuleNamed(looked.module);
      return {
        ...common,
        state: 'made-on-first-use',
        version,
        note: `will be built on first use (about ${buildSeconds} s)`,
      };
    }
    case 'copyable':
      return {
        ...common,
        state: 'made-on-first-use',
        version,
        note: 'will be copied into the cache on first use, because npm did not run its install script (about 1 s)',
      };
    case 'missing':
      return {
        ...common,
        state: isOptional(looked.name) ? 'optional-missing' : 'missing',
        note: show(looked.reason),
      };
  }
}

function isOptional(name: ToolName): boolean {
  return toolNamed(name).source.kind === 'path-only';
}

async function goRow(
  go: GoLooked,
  { sourcesDirectory }: Surroundings,
  show: (text: string) => string,
): Promise<DoctorReport['go']> {
  if (go === undefined) return { note: 'not on PATH; needed only to build tools' };
  if (!isUsable(go)) return { path: show(go.path), note: show(go.problem) };
  const least = (await Promise.all(goModuleNames().map((name) => leastGo(sourcesDirectory, name))))
    .sort(compareVersions)
    .at(-1)!;
  const found = { version: go.version, path: show(go.path) };
  if (compareVersions(go.version, least) < 0)
    return { ...found, note: `too old to build all tools: ${least} or later` };
  if (go.proxy === '')
    return { ...found, note: `GOPROXY is \`${go.configuredProxy}\`: no module proxy without \`direct\`` };
  return found;
}

function goModuleNames() {
  return [
    ...new Set(
      toolNames.flatMap((name) => {
        const { source } = toolNamed(name);
        return source.kind === 'go' ? [source.module] : [];
      }),
    ),
  ];
}

/** Writes paths so that a report can be shown to others: nobody's home appears in it. */
function shown({ home }: Surroundings): (text: string) => string {
  const places = [
    { place: process.cwd(), sign: '.' },
    { place: home, sign: '~' },
  ]
    .filter(({ place }) => place !== '/')
    .sort((a, b) => b.place.length - a.place.length); // the inner one first
  return (text) =>
    places.reduce((result, { place, sign }) => result.replaceAll(`${place}/`, `${sign}/`), text);
}
