import type { Action } from './actions.js';
import type { FailoverConfig } from './config.js';
import type { StepName } from './journal.js';
import { noticeOf } from './notice.js';
import type { DatabasePosition } from './ports.js';
import { judgePromotion } from './promotion.js';
import type { FailureReason } from './reasons.js';
import { type Ending, type Run, type StageName, settledOf } from './run.js';

/** Where to go when a stage's actions have all settled. */
export interface Transition {
  run: Run;
  to: StageName | 'end';
}

export interface Stage {
  /** The step it belongs to; `undefined`: between steps, a gap in their account. */
  step: StepName | undefined;
  /** Carried out side by side. None: the stage is passed through. */
  actions(run: Run, config: FailoverConfig): Action[];
  settle(run: Run, config: FailoverConfig): Transition;
}

/** The failover as a table: what each stage does, and where it leads. */
export const stages: Record<StageName, Stage> = {
  // Best effort: the instances that there are may do, and readiness is looked at next.
  'scale-takeover': {
    step: 'verify_secondary_health',
    actions: (run, config) =>
      Object.entries(config.scale).map(([service, replicas]) => ({
        kind: 'scale',
        region: run.to,
        service,
        replicas,
      })),
    settle: (run) => ({
      run: {
        ...run,
        remarks: [...run.remarks, ...failuresOf(run).map((failure) => `not scaled: ${failure}`)],
      },
      to: 'check-takeover',
    }),
  },

  'check-takeover': {
    step: 'verify_secondary_health',
    actions: (run) => [{ kind: 'takeover-ready', region: run.to }],
    settle: (run) => {
      const failure = firstFailure(run);
      return failure
        ? end(run, { as: 'refused', reason: 'takeover-not-ready', detail: failure })
        : { run, to: 'freeze-standbys' };
    },
  },

  // Detach first, compare afterwards: a standby that still receives could get, and acknowledge, more than was compared.
  'freeze-standbys': {
    step: 'verify_secondary_health',
    actions: (_run, config) => config.replication.standbys.map((region) => ({ kind: 'freeze', region })),
    settle: (run, config) => {
      const heard: Record<string, DatabasePosition> = {};
      for (const { action, outcome } of settledOf(run, 'freeze'))
        if (action.kind === 'freeze' && outcome.ok && typeof outcome.value === 'object')
          heard[action.region] = outcome.value;
      const epoch = Math.max(run.epoch, ...Object.values(heard).map((position) => position.epoch + 1));
      return judged({ ...run, heard, epoch, frozen: true }, config);
    },
  },

  'catch-up': {
    step: 'verify_secondary_health',
    actions: (run, config) => {
      const verdict = judge(run, config);
      if (verdict.verdict !== 'catch-up') return [];
      const { upstream, lsn, timelineId } = verdict;
      return [{ kind: 'catch-up', region: run.to, upstream, lsn, timelineId }];
    },
    settle: (run, config) => {
      const [caughtUp] = settledOf(run, 'catch-up');
      if (!caughtUp?.outcome.ok || typeof caughtUp.outcome.value !== 'object')
        return end(run, {
          as: 'refused',
          reason: 'catch-up-failed',
          detail: firstFailure(run) ?? 'no position',
        });
      return judged(
        { ...run, heard: { ...run.heard, [run.to]: caughtUp.outcome.value }, caughtUp: true },
        config,
      );
    },
  },

  'read-dns': {
    step: 'update_dns',
    actions: (_run, config) => config.records.map((record) => ({ kind: 'read-dns', record })),
    settle: (run) => {
      const failure = firstFailure(run);
      if (failure) return end(run, { as: 'failed', reason: 'dns-not-updated', detail: failure });
      const previousDns: Record<string, string> = {};
      for (const { action, outcome } of settledOf(run, 'read-dns'))
        if (action.kind === 'read-dns' && outcome.ok && typeof outcome.value === 'string')
          previousDns[action.record] = outcome.value;
      return { run: { ...run, previousDns, dnsTouched: true }, to: 'point-dns' };
    },
  },

  // Before the promotion, although nothing answers there yet: the TTL runs down meanwhile, and it can be taken back.
  'point-dns': {
    step: 'update_dns',
    actions: (run, config) => config.records.map((record) => ({ kind: 'point-dns', record, region: run.to })),
    settle: (run) => failOr(run, 'dns-not-updated', 'fence'),
  },

  // Best effort: a primary that cannot be reached is fenced by the standbys that no longer listen to it.
  fence: {
    step: 'redirect_traffic',
    actions: (run) => [{ kind: 'fence', region: run.from }],
    settle: (run, config) => {
      const failure = firstFailure(run);
      if (!failure) return { run: { ...run, fenced: true }, to: 'set-synchronous-standbys' };
      const held =
        config.replication.mode === 'synchronous'
          ? 'its standbys are detached, so it can acknowledge nothing'
          : 'with asynchronous replication it may go on acknowledging writes that will be lost';
      const remark = `${run.from} could not be told to refuse writes (${failure}); ${held}`;
      // It may have been reached and the answer lost, so that undoing has to lift it.
      return {
        run: { ...run, fenced: true, remarks: [...run.remarks, remark] },
        to: 'set-synchronous-standbys',
      };
    },
  },

  'set-synchronous-standbys': {
    step: 'redirect_traffic',
    actions: (run, config) => {
      if (config.replication.mode === 'asynchronous') return [];
      const standbys = peers(run, config);
      const quorum = Math.min(config.replication.quorum, standbys.length);
      return [{ kind: 'set-synchronous-standbys', region: run.to, quorum, standbys }];
    },
    settle: (run, config) => {
      const alone = config.replication.mode === 'synchronous' && peers(run, config).length === 0;
      const remarks = alone
        ? [...run.remarks, `${run.to} has no standby left: until one is seeded, its loss would lose writes`]
        : run.remarks;
      return failOr({ ...run, remarks }, 'synchronous-standbys-not-set', 'hold-writes');
    },
  },

  // Between promotion and the new epoch no client may write: such a write would carry the old epoch.
  'hold-writes': {
    step: 'redirect_traffic',
    actions: (run) => [{ kind: 'hold-writes', region: run.to }],
    settle: (run) => failOr(run, 'writes-not-held', 'promote'),
  },

  promote: {
    step: 'redirect_traffic',
    actions: (run) => [{ kind: 'promote', region: run.to }],
    settle: (run) => (firstFailure(run) ? { run, to: 'inspect-candidate' } : promoted(run)),
  },

  'inspect-candidate': {
    step: 'redirect_traffic',
    actions: (run) => [{ kind: 'inspect', region: run.to }],
    settle: (run) => {
      const [inspected] = settledOf(run, 'inspect');
      const position = inspected?.outcome.ok ? inspected.outcome.value : undefined;
      if (typeof position !== 'object')
        return notify(run, {
          as: 'failed',
          reason: 'promotion-unknown',
          detail: firstFailure(run) ?? 'no position',
          retryFrom: 'promote',
        });
      if (position.role === 'primary') return promoted(run);
      return end(run, {
        as: 'failed',
        reason: 'promotion-failed',
        detail: `${run.to} is still a standby, at ${position.flushedLsn} on timeline ${position.timelineId}`,
      });
    },
  },

  // Before the epoch, which waits for a synchronous standby. One that does not follow is a remark; the epoch decides.
  follow: {
    step: 'redirect_traffic',
    actions: (run, config) =>
      peers(run, config).map((region) => ({ kind: 'follow', region, upstream: run.to })),
    settle: (run) => {
      const failure = firstFailure(run);
      const remarks = failure ? [...run.remarks, `not following ${run.to}: ${failure}`] : run.remarks;
      return { run: { ...run, remarks }, to: 'write-epoch' };
    },
  },

  'write-epoch': {
    step: 'redirect_traffic',
    actions: (run) => [{ kind: 'write-epoch', region: run.to, epoch: run.epoch }],
    settle: (run) => failOr(run, 'epoch-not-written', 'release-writes', 'follow'),
  },

  'release-writes': {
    step: 'redirect_traffic',
    actions: (run) => [{ kind: 'release-writes', region: run.to }],
    settle: (run) => failOr(run, 'writes-not-released', 'confirm-edge', 'release-writes'),
  },

  'confirm-edge': {
    step: 'redirect_traffic',
    actions: (run, config) =>
      config.services.map((service) => ({ kind: 'confirm-edge', service, region: run.to })),
    settle: (run) => {
      const next = failOr(run, 'edge-not-confirmed', 'notify', 'confirm-edge');
      return next.run.ending ? next : { ...next, run: { ...next.run, ending: { as: 'completed' } } };
    },
  },

  undo: {
    step: undefined,
    actions: (run, config) => [
      ...(run.frozen
        ? config.replication.standbys.map(
            (region): Action => ({ kind: 'follow', region, upstream: run.from }),
          )
        : []),
      ...(run.dnsTouched
        ? config.records.map(
            (record): Action => ({ kind: 'point-dns', record, region: run.previousDns[record] ?? run.from }),
          )
        : []),
      ...(run.fenced ? [{ kind: 'release-writes', region: run.from } satisfies Action] : []),
    ],
    settle: (run) => {
      const failures = failuresOf(run);
      return {
        run: { ...run, remarks: [...run.remarks, ...failures.map((failure) => `not undone: ${failure}`)] },
        to: 'notify',
      };
    },
  },

  notify: {
    step: 'notify_stakeholders',
    actions: (run, config) =>
      config.channels.map((channel) => ({ kind: 'notify', channel, notice: noticeOf(run) })),
    settle: (run) => ({
      run: {
        ...run,
        remarks: [...run.remarks, ...failuresOf(run).map((failure) => `not notified: ${failure}`)],
      },
      to: 'end',
    }),
  },
};

/** All standbys but the one that takes over. The old primary is none: it has to be reseeded first. */
const peers = (run: Run, config: FailoverConfig): string[] =>
  config.replication.standbys.filter((region) => region !== run.to);

const judge = (run: Run, config: FailoverConfig) =>
  judgePromotion({
    candidate: run.to,
    replication: config.replication,
    heard: run.heard,
    acceptDataLoss: config.acceptDataLoss,
  });

function judged(run: Run, config: FailoverConfig): Transition {
  const verdict = judge(run, config);
  if (verdict.verdict === 'refuse')
    return end(run, { as: 'refused', reason: verdict.reason, detail: verdict.detail });
  if (verdict.verdict === 'catch-up')
    return run.caughtUp
      ? end(run, { as: 'refused', reason: 'catch-up-failed', detail: verdict.detail })
      : { run, to: 'catch-up' };
  const remarks = verdict.lossPossible
    ? [
        ...run.remarks,
        'data loss accepted by policy: replication is asynchronous, acknowledged writes may be missing',
      ]
    : run.remarks;
  return { run: { ...run, remarks }, to: 'read-dns' };
}

const promoted = (run: Run): Transition => ({ run: { ...run, promoted: true }, to: 'follow' });

function failuresOf(run: Run): string[] {
  return Object.entries(run.settled).flatMap(([key, { outcome }]) =>
    outcome.ok ? [] : [`${key}: ${outcome.message}`],
  );
}

const firstFailure = (run: Run): string | undefined => failuresOf(run)[0];

const end = (run: Run, ending: Ending): Transition => ({ run: { ...run, ending }, to: 'undo' });

/** Ends without undoing anything: after a promotion there is no way back. */
const notify = (run: Run, ending: Ending): Transition => ({ run: { ...run, ending }, to: 'notify' });

function failOr(run: Run, reason: FailureReason, next: StageName, retryFrom?: StageName): Transition {
  const failures = failuresOf(run);
  if (failures.length === 0) return { run, to: next };
  const detail = failures.join('; ');
  return retryFrom
    ? notify(run, { as: 'failed', reason, detail, retryFrom })
    : end(run, { as: 'failed', reason, detail });
}
