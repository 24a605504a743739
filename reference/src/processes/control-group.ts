import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the kernel is told of a share: a file in the group, what usual groups have in it, and about a seventieth of that. */
interface Weight {
  readonly file: 'cpu.weight' | 'cpu.shares';
  readonly usual: number;
  readonly modest: number;
}

/** The kernel's documentation, admin-guide/cgroup-v2 and admin-guide/cgroup-v1/cgroups with scheduler/sched-design-CFS. */
const weights = {
  v2: { file: 'cpu.weight', usual: 100, modest: 1 },
  v1: { file: 'cpu.shares', usual: 1024, modest: 15 },
} as const satisfies Readonly<Record<string, Weight>>;

/** Where groups can be made that share the processors. */
export interface Groups {
  readonly version: keyof typeof weights;
  readonly path: string;
}

/**
 * Groups beside the one that a process is in.
 *
 * @param mounts as `/proc/self/mounts` has them
 * @param own as `/proc/self/cgroup` has it
 * @returns `undefined` where there are none
 */
export function findGroups(mounts: string, own: string): Groups | undefined {
  const mounted = mounts.split('\n').map((line) => line.split(' '));
  const memberships = own.split('\n').map((line) => /^\d+:([^:]*):(.*)$/.exec(line));
  const under = (version: Groups['version'], mount: readonly string[] | undefined, controllers: string) => {
    const membership = memberships.find((match) => match?.[1] === controllers);
    const [at, inside] = [mount?.[1], membership?.[2]];
    return at === undefined || inside === undefined ? undefined : { version, path: join(at, inside) };
  };
  const first = mounted.find(
    ([, , type, options]) => type === 'cgroup' && options?.split(',').includes('cpu'),
  );
  if (first !== undefined) {
    const controllers = memberships.find((match) => match?.[1]?.split(',').includes('cpu'))?.[1];
    return under('v1', first, controllers ?? 'cpu');
  }
  return under(
    'v2',
    mounted.find(([, , type]) => type === 'cgroup2'),
    '',
  );
}

export function groupsHere(): Groups | undefined {
  try {
    return findGroups(readFileSync('/proc/self/mounts', 'utf8'), readFileSync('/proc/self/cgroup', 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * The programs of a platform as one in the eyes of the kernel: platforms beside each other get their shares of the processors, however
 * many programs each consists of, and one that comes up gets what they leave.
 */
export class ControlGroup {
  readonly #path: string;
  readonly #weight: Weight;

  /** @throws Error of the system where this process may not make one */
  constructor(
    { version, path }: Groups,
    name: string,
    private readonly shares = 1,
  ) {
    this.#path = join(path, name);
    this.#weight = weights[version];
    if (version === 'v2') writeFileSync(join(path, 'cgroup.subtree_control'), '+cpu');
    mkdirSync(this.#path, { recursive: true });
    this.#weigh(this.#weight.modest);
  }

  /** With everything that it will start. */
  readonly add = (pid: number): void => {
    try {
      writeFileSync(join(this.#path, 'cgroup.procs'), String(pid));
    } catch (error) {
      // It has ended already.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };

  async end(): Promise<void> {
    this.#weigh(this.shares * this.#weight.usual);
  }

  #weigh(weight: number): void {
    writeFileSync(join(this.#path, this.#weight.file), String(weight));
  }
}
