import { afterEach, describe, expect, it } from 'vitest';
import type { FailoverConfig } from './config.js';
import { stepNames } from './journal.js';
import type { FakeWorld } from './testing/fake-world.js';
import { asynchronous, play, type Scene } from './testing/fixture.js';

let scene: Scene | undefined;
afterEach(() => scene?.controller.stop());

async function run(
  arrange: (world: FakeWorld) => void,
  overrides: Partial<FailoverConfig> = {},
): Promise<FakeWorld> {
  scene = play(overrides);
  await scene.world.clock.advance(10);
  arrange(scene.world);
  await scene.untilEnding();
  return scene.world;
}

describe('a failover after the loss of the primary region', () => {
  it('goes through the five steps, in order, without gaps, and adds up to the whole', async () => {
    const world = await run((it) => it.lose('one'));
    expect(world.ending).toMatchObject({
      event: 'completed',
      trigger: 'region_failure',
      region: 'two',
      epoch: 2,
    });
    const starts = world.lines('step-start');
    const ends = world.lines('step-end');
    expect(starts.map((line) => line.step)).toEqual(stepNames);
    expect(ends.map((line) => line.step)).toEqual(stepNames);
    starts.slice(1).forEach((line, index) => {
      expect(line.monotonicMs).toBe(ends[index]?.monotonicMs);
    });
    const total = (world.ending?.monotonicMs ?? 0) - (starts[0]?.monotonicMs ?? 0);
    const sum = Object.values(world.stepSeconds).reduce((a, b) => a + b, 0);
    expect(sum * 1000).toBeCloseTo(total, 3);
    expect(total).toBeLessThan(12_000);
  });

  it('detects it within ten seconds', async () => {
    let lostMs = 0;
    const world = await run((it) => {
      it.lose('one');
      lostMs = it.clock.monotonicMs();
    });
    expect((world.lines('trigger')[0]?.monotonicMs ?? 0) - lostMs).toBeLessThanOrEqual(9_500);
  });

  it('leaves the takeover region primary, writable, protected by the other standby, and reachable by name', async () => {
    const world = await run((it) => it.lose('one'));
    expect(world.at('two')).toMatchObject({
      role: 'primary',
      epoch: 2,
      readOnly: false,
      synchronousStandbys: ['three'],
    });
    expect(world.at('three').upstream).toBe('two');
    expect(world.dns).toEqual({ database: 'two', 'shop.origin': 'two' });
    expect(world.notices.map(({ channel }) => channel).toSorted()).toEqual(['email', 'pagerduty', 'slack']);
    expect(world.phases).toEqual(['monitoring', 'failing_over', 'completed']);
    expect(world.finished).toEqual(['region_failure completed']);
  });

  it('detaches the standbys before it compares them, and holds writes from before the promotion until the epoch is durable', async () => {
    const { calls } = await run((it) => it.lose('one'));
    const order = [
      'detach:two',
      'point-dns:database=two',
      'refuse-writes:one',
      'set-synchronous-standbys:two',
      'refuse-writes:two',
      'promote:two',
      'follow:three',
      'write-epoch:two',
      'accept-writes:two',
      'served-by:shop',
      'notify:slack',
    ].map((call) => calls.indexOf(call));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('lets the takeover region catch up when the other standby is ahead', async () => {
    const world = await run((it) => {
      it.lose('one');
      it.at('three').lsn = 0x4000;
    });
    expect(world.ending?.event).toBe('completed');
    expect(world.at('two').lsn).toBe(0x4000);
    expect(
      world.journal.find((line) => line.action === 'catch-up:two' && line.outcome === 'done')?.detail,
    ).toContain('0/4000');
  });

  it('fences a primary that is still alive before it promotes', async () => {
    scene = play();
    await scene.controller.trigger('maintenance', 'kernel update');
    await scene.untilEnding();
    const { world } = scene;
    expect(world.ending).toMatchObject({ event: 'completed', trigger: 'maintenance' });
    expect(world.at('one').readOnly).toBe(true);
    expect(world.calls.indexOf('refuse-writes:one')).toBeLessThan(world.calls.indexOf('promote:two'));
  });
});

describe('other triggers', () => {
  it('takes a dead database under a live API for a database failure', async () => {
    const world = await run((it) => {
      it.at('one').database = 'down';
    });
    expect(world.ending).toMatchObject({ event: 'completed', trigger: 'database_failure' });
  });

  it('does not take a dead API over a live database for anything', async () => {
    const world = await run((it) => {
      it.at('one').api = 'down';
    });
    expect(world.journal).toEqual([]);
  });

  it('takes more than 5 % of errors at the edge, lasting 20 s, for a high error rate', async () => {
    const world = await run((it) => {
      it.edgeErrors = { requests: 1000, errors: 51 };
    });
    expect(world.ending).toMatchObject({ event: 'completed', trigger: 'high_error_rate' });
    const [trigger] = world.lines('trigger');
    const [start] = world.lines('step-start');
    expect((trigger?.monotonicMs ?? 0) - (start?.monotonicMs ?? 0)).toBeGreaterThanOrEqual(18_000);
  });

  it.each([
    ['exactly 5 %', { requests: 1000, errors: 50 }],
    ['too few requests to say', { requests: 19, errors: 19 }],
    ['unknown', undefined],
  ])('does nothing when the error rate is %s', async (_name, edgeErrors) => {
    const world = await run((it) => {
      it.edgeErrors = edgeErrors;
    });
    expect(world.journal).toEqual([]);
  });

  it('neither counts nor forgets while the error rate is unknown', async () => {
    scene = play();
    const { world, untilEnding } = scene;
    world.edgeErrors = { requests: 100, errors: 90 };
    await world.clock.advance(10);
    world.edgeErrors = undefined;
    await world.clock.advance(120);
    expect(world.journal).toEqual([]);
    world.edgeErrors = { requests: 100, errors: 90 };
    const backMs = world.clock.monotonicMs();
    await untilEnding();
    expect((world.lines('trigger')[0]?.monotonicMs ?? 0) - backMs).toBeLessThan(12_000);
  });

  it.each(['region_failure', 'database_failure', 'high_error_rate'] as const)(
    'leaves %s alone when the catalog does not enable it',
    async (disabled) => {
      const enabled = (['region_failure', 'database_failure', 'high_error_rate'] as const).filter(
        (it) => it !== disabled,
      );
      const world = await run(
        (it) => {
          if (disabled === 'region_failure') it.lose('one');
          if (disabled === 'database_failure') it.at('one').database = 'down';
          if (disabled === 'high_error_rate') it.edgeErrors = { requests: 100, errors: 100 };
        },
        { enabled },
      );
      expect(world.journal).toEqual([]);
    },
  );
});

describe('what it refuses', () => {
  const cases: {
    name: string;
    arrange: (world: FakeWorld) => void;
    overrides?: Partial<FailoverConfig>;
    outcome: string;
  }[] = [
    {
      name: 'a takeover region whose services are not ready',
      arrange: (world) => {
        world.at('two').ready = false;
      },
      outcome: 'takeover-not-ready',
    },
    {
      name: 'a takeover region whose database cannot be reached',
      arrange: (world) => {
        world.at('two').database = 'down';
      },
      outcome: 'candidate-unreachable',
    },
    {
      name: 'to promote while the other standby, which may have the only copy, cannot be reached',
      arrange: (world) => {
        world.at('three').database = 'down';
      },
      outcome: 'too-few-standbys',
    },
    {
      name: 'to promote while the other standby does not answer at all',
      arrange: (world) => world.trouble('detach:three', 'hang'),
      outcome: 'too-few-standbys',
    },
    {
      name: 'to compare standbys on different timelines',
      arrange: (world) => {
        world.at('three').timelineId = 2;
      },
      outcome: 'timelines-differ',
    },
    {
      name: 'a standby that somebody else has promoted',
      arrange: (world) => {
        world.at('two').role = 'primary';
      },
      outcome: 'not-a-standby',
    },
    {
      name: 'asynchronous replication, where zero loss cannot be proven',
      arrange: () => undefined,
      overrides: { replication: asynchronous },
      outcome: 'asynchronous-replication',
    },
    {
      name: 'a takeover region that cannot catch up',
      arrange: (world) => {
        world.at('three').lsn = 0x4000;
        world.trouble('follow:two', 'hang', 1);
      },
      outcome: 'catch-up-failed',
    },
  ];

  it.each(cases)('refuses $name', async ({ arrange, overrides, outcome }) => {
    const world = await run((it) => {
      it.lose('one');
      arrange(it);
    }, overrides);
    expect(world.ending).toMatchObject({ event: 'refused', outcome });
    expect(world.calls).not.toContain('promote:two');
    expect(world.dns).toEqual({ database: 'one', 'shop.origin': 'one' });
    expect(world.at('three').upstream).toBe('one');
    expect(world.notices[0]?.notice).toMatchObject({ outcome: 'refused', severity: 'critical' });
    expect(world.notices[0]?.notice.body).toContain('What to do:');
  });

  it('promotes with asynchronous replication once data loss is accepted, and says so', async () => {
    const world = await run((it) => it.lose('one'), { replication: asynchronous, acceptDataLoss: true });
    expect(world.ending?.event).toBe('completed');
    expect(world.ending?.detail).toContain('data loss accepted');
  });

  it('needs only the takeover region when every standby has every acknowledged write', async () => {
    const world = await run(
      (it) => {
        it.lose('one');
        it.at('three').database = 'down';
      },
      { replication: { mode: 'synchronous', quorum: 2, standbys: ['two', 'three'] } },
    );
    expect(world.lines('action').map((line) => line.action)).toContain('promote:two');
  });

  it('does not start another failover by itself until the primary has been well for a while', async () => {
    scene = play();
    const { world, untilEnding } = scene;
    world.at('two').ready = false;
    world.lose('one');
    await untilEnding();
    await world.clock.advance(300);
    expect(world.lines('trigger')).toHaveLength(1);
    Object.assign(world.at('one'), { api: 'up', database: 'up' });
    await world.clock.advance(60);
    world.lose('one');
    await world.clock.advance(30);
    expect(world.lines('trigger')).toHaveLength(2);
  });

  it('refuses a second takeover by the same region', async () => {
    const world = await run((it) => it.lose('one'));
    await world.clock.advance(60);
    world.lose('two');
    await world.clock.advance(60);
    expect(world.lines('refused')).toMatchObject([
      { outcome: 'taken-over-before', trigger: 'region_failure' },
    ]);
    expect(world.lines('completed')).toHaveLength(1);
  });

  it('refuses a second failover while one runs, a region that may not take over, and a trigger that is not enabled', async () => {
    scene = play({ enabled: ['maintenance'] });
    const { world, controller } = scene;
    await controller.trigger('maintenance', 'drill', 'three');
    await controller.trigger('security_incident', 'breach');
    await controller.trigger('maintenance', 'drill');
    await controller.trigger('maintenance', 'again');
    expect(world.lines('refused').map((line) => line.outcome)).toEqual([
      'not-a-takeover-region',
      'trigger-not-enabled',
      'already-running',
    ]);
    expect(controller.status()).toMatchObject({ phase: 'failing_over', stage: 'check-takeover' });
  });

  it('concludes that it is itself cut off when no region answers, says so once, and does nothing', async () => {
    scene = play();
    const { world } = scene;
    for (const name of ['one', 'two', 'three']) world.lose(name);
    await world.clock.advance(600);
    expect(world.journal).toMatchObject([{ event: 'refused', outcome: 'isolated' }]);
    for (const name of ['one', 'two', 'three']) Object.assign(world.at(name), { api: 'up', database: 'up' });
    world.trouble('probe-api:one', 'hang', 1);
    world.trouble('probe-database:one', 'hang', 1);
    await world.clock.advance(60);
    expect(world.journal).toHaveLength(1);
  });
});

describe('when something fails on the way', () => {
  it.each([
    ['point-dns:database=two', 'dns-not-updated'],
    ['set-synchronous-standbys:two', 'synchronous-standbys-not-set'],
    ['refuse-writes:two', 'writes-not-held'],
    ['promote:two', 'promotion-failed'],
  ])('undoes everything when %s fails before the point of no return', async (call, outcome) => {
    scene = play();
    const { world, controller, untilEnding } = scene;
    world.trouble(call);
    await controller.trigger('maintenance', 'drill');
    await untilEnding();
    expect(world.ending).toMatchObject({ event: 'failed', outcome });
    expect(world.dns).toEqual({ database: 'one', 'shop.origin': 'one' });
    expect(world.at('one')).toMatchObject({ role: 'primary', readOnly: false });
    expect([world.at('two').upstream, world.at('three').upstream]).toEqual(['one', 'one']);
    expect(world.phases).toContain('compensating');
    expect(world.notices[0]?.notice.outcome).toBe('failed');
    expect(controller.status()).toMatchObject({ primary: 'one', epoch: 1 });
  });

  it('goes on when the promotion did happen although its answer was lost', async () => {
    scene = play();
    const { world, controller, untilEnding } = scene;
    world.trouble('promote:two', 'hang');
    await controller.trigger('maintenance', 'drill');
    await world.clock.advance(10, () => world.calls.includes('promote:two'));
    world.at('two').role = 'primary';
    await untilEnding();
    expect(world.ending?.event).toBe('completed');
  });

  it('undoes nothing when it cannot learn whether the promotion happened', async () => {
    scene = play();
    const { world, controller, untilEnding } = scene;
    world.trouble('promote:two', 'hang');
    world.trouble('position:two', 'hang');
    await controller.trigger('maintenance', 'drill');
    await untilEnding();
    expect(world.ending).toMatchObject({ event: 'failed', outcome: 'promotion-unknown' });
    expect(world.calls).not.toContain('accept-writes:one');
    expect(world.dns.database).toBe('two');
  });

  it.each([
    ['write-epoch:two', 'epoch-not-written'],
    ['accept-writes:two', 'writes-not-released'],
  ])(
    'stays with the promoted region when %s fails, and completes when it is retried',
    async (call, outcome) => {
      const world = await run((it) => {
        it.lose('one');
        it.trouble(call, 'reject', 2);
        if (call.startsWith('write-epoch')) it.trouble(call, 'reject', 1);
      });
      expect(world.ending).toMatchObject({ event: 'failed', outcome });
      expect(world.dns.database).toBe('two');
      await scene?.controller.retry();
      await world.clock.advance(30);
      expect(world.ending?.event).toBe('completed');
      expect(world.at('two')).toMatchObject({ epoch: 2, readOnly: false });
    },
  );

  it('fails when the edge is not seen to use the new region', async () => {
    const world = await run((it) => {
      it.lose('one');
      it.edgeStuckAt = 'one';
    });
    expect(world.ending).toMatchObject({ event: 'failed', outcome: 'edge-not-confirmed' });
    const [first] = world.lines('step-start');
    const seconds = ((world.ending?.monotonicMs ?? 0) - (first?.monotonicMs ?? 0)) / 1000;
    expect(seconds).toBeGreaterThanOrEqual(60);
    expect(seconds).toBeLessThan(70);
  });

  it('waits for resolvers that go on with old answers while there is time', async () => {
    scene = play();
    const { world } = scene;
    await world.clock.advance(10);
    world.lose('one');
    world.edgeStuckAt = 'one';
    await world.clock.advance(40);
    expect(world.ending).toBeUndefined();
    expect(world.at('two').role).toBe('primary');
    world.edgeStuckAt = undefined;
    await world.clock.advance(10);
    expect(world.ending?.event).toBe('completed');
  });

  it('retries a channel that refuses, without holding up the others, and reports one that never accepts', async () => {
    const world = await run((it) => {
      it.lose('one');
      it.trouble('notify:slack', 'hang', 1);
      it.trouble('notify:pagerduty', 'reject');
    });
    expect(world.notices.map(({ channel }) => channel)).toEqual(['email', 'slack']);
    expect(world.calls.filter((call) => call === 'notify:pagerduty')).toHaveLength(3);
    expect(world.ending?.event).toBe('completed');
    expect(world.ending?.detail).toContain('not notified: notify:pagerduty');
  });

  it('does nothing that it cannot journal', async () => {
    let halted = '';
    scene = play({}, { onHalt: (error) => (halted = error.code) });
    const { world } = scene;
    world.diskFull = true;
    world.lose('one');
    await world.clock.advance(60);
    expect(halted).toBe('journal-unwritable');
    expect(world.calls.filter((call) => !call.startsWith('probe') && call !== 'edge-errors')).toEqual([]);
  });
});
