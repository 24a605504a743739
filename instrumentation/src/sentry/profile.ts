import type { Profiler } from 'node:inspector';

export interface ProfiledTransaction {
  readonly name: string;
  readonly traceId: string;
  readonly release: string | undefined;
  readonly environment: string;
  /** When the transaction began. */
  readonly startedAt: Date;
}

/** The profile, once the id of its transaction's event is known. */
export type SentProfile = (eventId: string) => object;

const threadId = '0';

/**
 * V8's CPU profile in Sentry's sample format, version 1: each frame and each stack once, and a stack per sample.
 * Source: Sentry developer documentation, "Sample Format V1".
 */
export function sentryProfile(profile: Profiler.Profile, transaction: ProfiledTransaction): SentProfile {
  const frames = profile.nodes.map(({ callFrame }) => ({
    function: callFrame.functionName || '<anonymous>',
    ...(callFrame.url === '' ? {} : { abs_path: callFrame.url, module: callFrame.url }),
    // V8 counts from 0.
    lineno: callFrame.lineNumber + 1,
    colno: callFrame.columnNumber + 1,
    in_app: isInApp(callFrame.url),
  }));
  const stackOf = stackIndexes(profile.nodes);
  let elapsedUs = 0;
  const samples = (profile.samples ?? []).map((node, index) => {
    elapsedUs += profile.timeDeltas?.[index] ?? 0;
    return {
      stack_id: stackOf.get(node) ?? 0,
      thread_id: threadId,
      elapsed_since_start_ns: String(Math.max(0, elapsedUs) * 1000),
    };
  });
  const { name, traceId, release, environment, startedAt } = transaction;
  return (eventId) => ({
    event_id: crypto.randomUUID().replaceAll('-', ''),
    version: '1',
    platform: 'node',
    timestamp: startedAt.toISOString(),
    release: release ?? '',
    environment,
    os: { name: process.platform, version: '' },
    device: { architecture: process.arch, is_emulator: false, locale: '', manufacturer: '', model: '' },
    runtime: { name: 'node', version: process.version },
    profile: {
      frames,
      samples,
      stacks: stacks(profile.nodes),
      thread_metadata: { [threadId]: { name: 'main' } },
    },
    transaction: { name, id: eventId, trace_id: traceId, active_thread_id: threadId },
  });
}

function isInApp(url: string): boolean {
  return url !== '' && !url.startsWith('node:') && !url.includes('/node_modules/');
}

/** A node is a frame below its parent, so that there are as many stacks as nodes, innermost frame first. */
function stacks(nodes: readonly Profiler.ProfileNode[]): number[][] {
  const indexOf = stackIndexes(nodes);
  const parentOf = new Map<number, number>();
  for (const { id, children } of nodes) for (const child of children ?? []) parentOf.set(child, id);
  return nodes.map(({ id }) => {
    const stack: number[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parentOf.get(at)) {
      stack.push(indexOf.get(at) as number);
    }
    return stack;
  });
}

function stackIndexes(nodes: readonly Profiler.ProfileNode[]): Map<number, number> {
  return new Map(nodes.map(({ id }, index) => [id, index]));
}
