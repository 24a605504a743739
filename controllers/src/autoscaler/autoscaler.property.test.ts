import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillBehavior, type ScalingRules } from './behavior.js';
import { replayTimeline, type TimelineQuestion } from './timeline.js';

const rules = fc.record(
  {
    stabilizationWindowSeconds: fc.integer({ min: 0, max: 600 }),
    selectPolicy: fc.constantFrom('Max', 'Min', 'Disabled'),
    policies: fc.array(
      fc.record({
        type: fc.constantFrom('Pods', 'Percent'),
        value: fc.integer({ min: 1, max: 200 }),
        periodSeconds: fc.integer({ min: 1, max: 300 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
) satisfies fc.Arbitrary<Partial<ScalingRules>>;

const spec = fc
  .tuple(
    fc.integer({ min: 1, max: 10 }),
    fc.integer({ min: 0, max: 50 }),
    fc.option(fc.record({ scaleUp: rules, scaleDown: rules }, { requiredKeys: [] }), { nil: undefined }),
  )
  .map(([minReplicas, more, behavior]) => ({
    minReplicas,
    maxReplicas: minReplicas + more,
    behavior: behavior === undefined ? undefined : fillBehavior(behavior),
  }));

const samples = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 200 })), { maxLength: 20 })
  .map((gaps) => {
    let t = 0;
    return gaps.map(([gap, cpu]) => {
      t += gap;
      return { t, utilization: { cpu } };
    });
  });

const question: fc.Arbitrary<TimelineQuestion> = fc.record({
  spec,
  targets: fc.constant([{ metric: 'cpu', targetUtilization: 70 }]),
  initialReplicas: fc.integer({ min: 1, max: 60 }),
  samples,
  untilSeconds: fc.integer({ min: 0, max: 1800 }),
});

describe('whatever the load', () => {
  it('never leaves the minimum or the maximum', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { minReplicas, maxReplicas } = asked.spec;
        for (const replicas of replayTimeline(asked)) {
          expect(replicas).toBeGreaterThanOrEqual(minReplicas);
          expect(replicas).toBeLessThanOrEqual(maxReplicas);
        }
      }),
    );
  });

  it('does nothing in a direction that is disabled, once within the limits', () => {
    fc.assert(
      fc.property(question, fc.constantFrom('scaleUp', 'scaleDown'), (asked, direction) => {
        const behavior = fillBehavior({ [direction]: { selectPolicy: 'Disabled' } });
        const replicas = replayTimeline({ ...asked, spec: { ...asked.spec, behavior } });
        for (const [at, count] of replicas.entries()) {
          const before = replicas[at - 1] ?? count;
          if (direction === 'scaleUp') expect(count).toBeLessThanOrEqual(before);
          else expect(count).toBeGreaterThanOrEqual(before);
        }
      }),
    );
  });

  it('never scales down within five minutes of having asked for more, by default', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { minReplicas, maxReplicas } = asked.spec;
        const initialReplicas = Math.min(Math.max(asked.initialReplicas, minReplicas), maxReplicas);
        const replicas = replayTimeline({
          ...asked,
          initialReplicas,
          spec: { ...asked.spec, behavior: undefined },
        });
        for (const [at, count] of replicas.entries()) {
          const recent = replicas.slice(Math.max(0, at - 20), at);
          const grew = recent.some((each, index) => index > 0 && each > (recent[index - 1] ?? each));
          if (grew && at > 0) expect(count).toBeGreaterThanOrEqual(replicas[at - 1] ?? 0);
        }
      }),
    );
  });

  it('asks for no fewer replicas when pods use more', () => {
    const level = fc.integer({ min: 0, max: 300 });
    fc.assert(
      fc.property(spec, fc.integer({ min: 1, max: 60 }), level, level, (of, initialReplicas, one, other) => {
        const after = (cpu: number) =>
          replayTimeline({
            spec: of,
            targets: [{ metric: 'cpu', targetUtilization: 70 }],
            initialReplicas,
            samples: [{ t: 0, utilization: { cpu } }],
            untilSeconds: 0,
          })[0] ?? 0;
        expect(after(Math.max(one, other))).toBeGreaterThanOrEqual(after(Math.min(one, other)));
      }),
    );
  });
});
