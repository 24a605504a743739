import { bucketClients, type ClientSample } from '../clients.js';
import type { Evidence, EvidenceBody, Recorded } from '../evidence.js';
import type { JudgedClaim } from '../verdict.js';

/** The claims of a failover as a catalog promises them. For tests. */
export const sampleClaims = (
  [
    ['detection-time', 'A region failure is detected in less than 30 s', '<', 30, 'seconds'],
    ['duration', 'A failover takes less than 2 min', '<', 120, 'seconds'],
    ['data-loss', 'A failover loses 0 acknowledged writes', '=', 0, 'writes'],
    [
      'steps',
      'A failover takes its five steps in order',
      'is',
      ['detect_failure', 'verify_secondary_health', 'update_dns', 'redirect_traffic', 'notify_stakeholders'],
      '',
    ],
    ['notification', 'Stakeholders are told of a failover', 'is', ['pagerduty', 'slack', 'email'], ''],
  ] as const
).map(
  ([id, statement, op, value, unit]): JudgedClaim => ({
    id: `failover.${id}`,
    statement,
    section: 'Disaster Recovery › Failover Procedures',
    promised: { op, value, unit },
  }),
);

/** When things happen in the sample run; ms since its start. */
export const sampleTimes = {
  loadT: 16_000,
  intentT: 40_000,
  effectiveT: 40_412,
  triggerT: 48_304,
  completedT: 53_466,
  servedT: 55_000,
  undoT: 92_000,
  endT: 99_000,
} as const;

const times = sampleTimes;

/** A run in which everything holds, as a recorder would have written it. For tests, and for looking at the report. */
export function sampleRun(): Recorded[] {
  return numbered([
    at(0, {
      kind: 'run',
      run: '20260504T020000Z-region-loss-5a17',
      experiment: 'region-loss',
      target: 'reference',
      environment: 'production',
      revision: 'c0ffee5d2f8e41',
      whatIf: {},
      machine: {
        system: 'linux 6.8.0 x64',
        cpuModel: 'AMD EPYC 7B13',
        cpus: 2,
        memoryMib: 16_000,
        node: '20.20.2',
      },
      lateMs: 1000,
    }),
    at(0, { kind: 'phase', phase: 'bed-up', edge: 'start' }),
    at(13_900, { kind: 'bed', upSeconds: 13.9, processes: 31 }),
    at(15_200, {
      kind: 'price',
      pairs: 40,
      durableMedianMs: 71.842,
      localMedianMs: 0.914,
      differenceMs: 70.903,
      lowMs: 70.41,
      highMs: 71.388,
      confidence: 0.95,
      ratio: 78.602,
    }),
    at(times.intentT, { kind: 'fault', fault: 'region-loss', phase: 'intent', proofs: [] }),
    at(times.effectiveT, {
      kind: 'fault',
      fault: 'region-loss',
      phase: 'effective',
      writesInFlight: 31,
      proofs: [
        proof('links of us-east-1', '14 of 14 cut', '14 of 14 cut'),
        proof('processes of us-east-1', 'none alive', 'none of 11 alive'),
        proof('ingress of us-east-1', 'no answer', 'connection timed out'),
      ],
    }),
    at(42_108, { kind: 'failover', event: 'step-start', step: 'detect_failure' }),
    at(times.triggerT, {
      kind: 'failover',
      event: 'trigger',
      trigger: 'region_failure',
      region: 'eu-west-1',
      epoch: 2,
      detail: '5 probes of services and database of us-east-1 in a row went unanswered',
    }),
    at(48_304, { kind: 'failover', event: 'step-end', step: 'detect_failure', outcome: 'done' }),
    ...step('verify_secondary_health', 48_305, 49_612),
    at(49_000, { kind: 'failover', event: 'action', action: 'detach:eu-west-1', outcome: 'done' }),
    ...step('update_dns', 49_613, 51_020),
    ...step('redirect_traffic', 51_021, 53_204),
    ...step('notify_stakeholders', 53_205, 53_460),
    at(times.completedT, { kind: 'failover', event: 'completed', region: 'eu-west-1', epoch: 2 }),
    message('pagerduty', 53_320),
    message('slack', 53_371),
    message('email', 53_422),
    at(55_400, {
      kind: 'notification',
      channel: 'pagerduty',
      sender: 'alertmanager',
      summary: 'high_error_rate: 31 % of requests fail at the edge',
      receivedT: 55_400,
    }),
    at(times.undoT, { kind: 'phase', phase: 'undo', edge: 'start' }),
    at(92_300, {
      kind: 'fault',
      fault: 'region-loss',
      phase: 'undone',
      proofs: [proof('links of us-east-1', '14 of 14 open', '14 of 14 open')],
    }),
    at(93_000, { kind: 'clock', offsetLowMs: -0.21, offsetHighMs: 0.34, exchanges: 40 }),
    at(93_000, {
      kind: 'generator',
      exitCode: 103,
      endedAsTold: true,
      iterations: 21_280,
      droppedIterations: 0,
      maxVus: 640,
      lastLines: [],
    }),
    ...sampleClients(),
    at(97_000, {
      kind: 'history',
      file: 'history.jsonl',
      verdict: 'held',
      reason: 'None of 13,904 acknowledged writes was lost; 2,861 unknown outcomes, of which 17 were stored.',
      counts: {
        acked: 13_904,
        lost: 0,
        recovered: 17,
        unknown: 2844,
        duplicate: 0,
        corrupt: 0,
        phantom: 0,
        failedButPresent: 0,
        fencedAck: 0,
      },
      lost: [],
    }),
    at(times.endT, { kind: 'cleanup', processesLeft: [], portsLeft: [], filesLeft: [] }),
  ]);
}

/** Lines numbered as in a file. */
export function numbered(lines: readonly Evidence[]): Recorded[] {
  return lines.map((line, index) => ({ ...line, line: index + 1 }));
}

/** A line that happened at `t`. */
export function at(t: number, body: EvidenceBody): Evidence {
  return { ...body, t, at: new Date(Date.UTC(2026, 4, 4, 2) + t).toISOString() } as Evidence;
}

function step(name: string, startT: number, endT: number): Evidence[] {
  return [
    at(startT, { kind: 'failover', event: 'step-start', step: name }),
    at(endT, { kind: 'failover', event: 'step-end', step: name, outcome: 'done' }),
  ];
}

function message(channel: string, receivedT: number): Evidence {
  return at(94_000, {
    kind: 'notification',
    channel,
    sender: 'controller',
    summary: 'Failover completed: eu-west-1 has taken over from us-east-1 (region_failure, epoch 2)',
    dedupKey: 'failover-2',
    receivedT,
  });
}

function proof(probe: string, expected: string, observed: string) {
  return { probe, expected, observed, ok: true };
}

/** 200 writes and 60 reads a second; none is served between the fault and `servedT`. */
function sampleClients(): Evidence[] {
  const samples: ClientSample[] = [];
  for (const { stream, perSecond, ms } of [
    { stream: 'writes', perSecond: 200, ms: 104 },
    { stream: 'reads', perSecond: 60, ms: 31 },
  ] as const) {
    const every = 1000 / perSecond;
    for (let index = 0; ; index += 1) {
      const t = times.loadT + index * every;
      if (t >= times.undoT) break;
      const isOut = t >= times.intentT - 80 && t < times.servedT;
      // A fixed pattern in place of chance: fixtures must not differ from run to run.
      const wobble = ((index * 7919) % 101) / 101;
      const settling = t >= times.servedT && t < times.servedT + 3000 ? 260 : 0;
      samples.push({
        t,
        ms: isOut ? 2000 + wobble * 15 : ms + wobble ** 4 * 130 + settling * wobble,
        ok: !isOut,
        stream,
      });
    }
  }
  return bucketClients(samples, { lateMs: 1000 }).map((second) => at(93_500, { kind: 'clients', ...second }));
}
