import type { ReleaseDefect } from '@attest/chaos';

/** Sent by its supervisor to an instance: what is wrong with it from now on; nothing when left out. */
export interface MisbehaviourMessage {
  readonly type: 'misbehave';
  readonly defect?: Pick<ReleaseDefect, 'errorRatio' | 'late'>;
}

/** What this process was last told by its parent. */
export function misbehaviourTold(): () => MisbehaviourMessage['defect'] {
  let defect: MisbehaviourMessage['defect'];
  process.on('message', (message: Partial<MisbehaviourMessage> | null) => {
    if (message?.type === 'misbehave') defect = message.defect;
  });
  return () => defect;
}
