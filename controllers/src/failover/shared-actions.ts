import type { FailoverPorts, Notice } from './ports.js';

/** What a failover and the way back do alike. */
export type SharedAction =
  | { kind: 'set-synchronous-standbys'; region: string; quorum: number; standbys: readonly string[] }
  | { kind: 'follow'; region: string; upstream: string }
  | { kind: 'notify'; channel: string; notice: Notice };

export async function performShared(
  action: SharedAction,
  { databases, notifier }: Pick<FailoverPorts, 'databases' | 'notifier'>,
  signal: AbortSignal,
): Promise<undefined> {
  switch (action.kind) {
    case 'set-synchronous-standbys':
      await databases.setSynchronousStandbys(action.region, action.quorum, action.standbys, signal);
      return;
    case 'follow':
      await databases.follow(action.region, action.upstream, signal);
      return;
    case 'notify':
      await notifier.notify(action.channel, action.notice, signal);
      return;
  }
}
