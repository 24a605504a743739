import type { CapacityScaling, ClaimVerdict, JudgedClaim, Recorded } from '@attest/evidence';
import { gpuClusterClaim, type Platform, type Scaling } from '@attest/platform';
import { generatedBehavior } from '../autoscaler/behavior.js';
import { judgeScaling } from './judge-scaling.js';
import type { ScalingCheck, ScalingVerdict } from './scaling-observation.js';

/** What a check decides: a claim of the catalog, by the end of its id, or what is expected besides. */
type Deciding = { readonly claim: (subject: string) => string } | { readonly expects: string };

const deciding = {
  minimum: { claim: (subject) => `${bounds(subject)}.minimum` },
  maximum: { claim: (subject) => `${bounds(subject)}.maximum` },
  steps: { claim: (subject) => `${subject}.scaling.cpu-target` },
  'memory-steps': { claim: (subject) => `${subject}.scaling.memory-target` },
  'scale-down-delay': { claim: () => 'cost.scale-down-delay' },
  flapping: { expects: 'does not scale back and forth' },
  'at-the-limit': { expects: 'sheds what is beyond its maximum with 429 or 503, and recovers' },
  'minimum-reachable': { expects: 'comes down to its minimum although idle instances keep their memory' },
} as const satisfies Record<ScalingCheck, Deciding>;

const bounds = (subject: string) => (subject.startsWith('gpu.') ? subject : `${subject}.scaling`);

/** The queue of GPU workers can be too long, but refuses nothing, and their memory is not what decides. */
const notOfQueues: readonly ScalingCheck[] = ['memory-steps', 'at-the-limit', 'minimum-reachable'];

/**
 * Verdicts on everything that was seen to scale. A check without a claim of its own is an expectation, judged like one; a claim
 * on memory is decided only where memory ever asks for more than CPU.
 */
export function scalingVerdicts(
  platform: Platform,
  claims: readonly JudgedClaim[],
  evidence: readonly Recorded[],
): ClaimVerdict[] {
  return evidence.flatMap((line) => {
    if (line.kind !== 'capacity-scaling') return [];
    const known = scalingOf(platform, line.subject);
    if (known === undefined) return [];
    const { scaling, section } = known;
    const verdicts = judgeScaling({
      scaling,
      ...(line.jobsPerInstance === undefined ? {} : { jobsPerInstance: line.jobsPerInstance }),
      behavior: generatedBehavior(line.scaleDownDelaySeconds),
      scaleDownDelaySeconds: line.scaleDownDelaySeconds,
      observations: line.observations,
    }).filter(({ check }) => line.jobsPerInstance === undefined || !notOfQueues.includes(check));
    return verdicts.map((verdict) => {
      const claim = claimOf(verdict.check, line, claims) ?? expectation(verdict.check, line.subject, section);
      return concluded(claim, verdict, line);
    });
  });
}

function claimOf(
  check: ScalingCheck,
  { subject, jobsPerInstance }: CapacityScaling,
  claims: readonly JudgedClaim[],
): JudgedClaim | undefined {
  const decided: Deciding = deciding[check];
  if (!('claim' in decided)) return undefined;
  // The delay is promised of services; CPU is no target of GPU workers.
  const isOfServices = check === 'steps' || check === 'scale-down-delay';
  if (jobsPerInstance !== undefined && isOfServices) return undefined;
  return claims.find(({ id }) => id === decided.claim(subject));
}

const otherwise: Partial<Record<ScalingCheck, string>> = {
  steps: 'has as many instances after each step as Kubernetes computes',
  'scale-down-delay': 'waits before it scales down',
  minimum: 'never has fewer instances than its minimum',
  maximum: 'never has more instances than its maximum',
};

function expectation(check: ScalingCheck, subject: string, section: string): JudgedClaim {
  const decided: Deciding = deciding[check];
  const what = 'expects' in decided ? decided.expects : (otherwise[check] ?? check);
  return {
    id: `expectation.${subject}.${check}`,
    statement: `${subject} ${what}`,
    section,
    promised: { op: 'is', value: true, unit: '' },
  };
}

function concluded(
  { id, statement, section, promised }: JudgedClaim,
  { verdict, reason, measured }: ScalingVerdict,
  line: Recorded<Extract<Recorded, { kind: 'capacity-scaling' }>>,
): ClaimVerdict {
  const settled = promised.op === 'is' ? verdict === 'held' : promised.value;
  const value = verdict === 'inconclusive' ? null : (numberFor(promised, measured) ?? settled);
  return {
    id,
    statement,
    section,
    promised,
    measured: { value, unit: promised.unit },
    verdict,
    reason: line.modelled === null ? reason : `${reason} (${line.modelled})`,
    evidence: [{ line: line.line }],
    ...(line.modelled === null ? {} : { modelled: true as const }),
  };
}

const numberFor = ({ op }: JudgedClaim['promised'], measured: number | undefined) =>
  op === 'is' ? undefined : measured;

interface Known {
  readonly scaling: Pick<Scaling, 'minInstances' | 'maxInstances'> & Partial<Scaling>;
  readonly section: string;
}

function scalingOf({ services, gpu }: Platform, subject: string): Known | undefined {
  const service = services.find(({ id }) => id === subject);
  if (service !== undefined) return service;
  const cluster = gpu?.clusters.find((each) => gpuClusterClaim(each) === subject);
  if (gpu === undefined || cluster === undefined) return undefined;
  const { minInstances, maxInstances } = cluster;
  return { scaling: { minInstances, maxInstances }, section: gpu.section };
}
