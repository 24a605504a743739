import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshWatch, observe, type Round, type Watch } from './detection.js';
import { detectionBoundSeconds } from './detection-config.js';
import type { ProbeResult } from './ports.js';
import { config } from './testing/fixture.js';

const { consecutiveFailures, probeIntervalSeconds } = config.detection;
const result = fc.constantFrom<ProbeResult>('up', 'down', 'unknown');
const seen = fc.record({ api: result, database: result });
const noise = fc.record({
  one: seen,
  two: seen,
  three: seen,
  edge: fc.option(fc.record({ requests: fc.nat(1000), errors: fc.nat(1000) }), { nil: undefined }),
});

const toRound = ({ edge, ...regions }: { edge: Round['edge'] } & Round['regions'], index: number): Round => ({
  startedMs: index * probeIntervalSeconds * 1000,
  regions,
  edge,
});

describe('detection', () => {
  it('never sees a dead region or database without N failed probes since the last good one', () => {
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 200 }), (night) => {
        let watch: Watch = freshWatch(true);
        const failed = { api: 0, database: 0 };
        night.forEach((it, index) => {
          const round = toRound(it as never, index);
          const anyUp = Object.values(round.regions).some((at) => at.api === 'up' || at.database === 'up');
          for (const probe of ['api', 'database'] as const) {
            const answer = round.regions.one?.[probe];
            if (answer === 'up') failed[probe] = 0;
            if (answer === 'down' && anyUp) failed[probe] += 1;
          }
          const observed = observe(watch, round, 'one', config);
          watch = observed.watch;
          if (observed.detected?.trigger === 'region_failure')
            expect(Math.min(failed.api, failed.database)).toBeGreaterThanOrEqual(consecutiveFailures);
          if (observed.detected?.trigger === 'database_failure')
            expect(failed.database).toBeGreaterThanOrEqual(consecutiveFailures);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('sees nothing in a night of lost probes, spikes and pauses of at most five seconds', () => {
    // A pause of 5 s spans at most three rounds 2 s apart.
    const trouble = fc.record({
      rounds: fc.integer({ min: 1, max: 3 }),
      quiet: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(trouble, { minLength: 1, maxLength: 300 }), (night) => {
        let watch: Watch = freshWatch(true);
        let index = 0;
        const pass = (one: { api: ProbeResult; database: ProbeResult }) => {
          const up = { api: 'up', database: 'up' } as const;
          const edge = { requests: 1000, errors: 20 };
          const observed = observe(
            watch,
            toRound({ one, two: up, three: up, edge } as never, index++),
            'one',
            config,
          );
          watch = observed.watch;
          expect(observed.detected).toBeUndefined();
        };
        for (const { rounds, quiet } of night) {
          for (let n = 0; n < rounds; n++) pass({ api: 'down', database: 'down' });
          for (let n = 0; n < quiet; n++) pass({ api: 'up', database: 'up' });
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is bounded well below the promise', () => {
    expect(detectionBoundSeconds(config.detection)).toEqual({ region: 9.5, errorRate: 26.5 });
  });
});
