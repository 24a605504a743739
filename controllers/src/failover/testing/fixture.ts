import type { FailoverConfig } from '../config.js';
import { defaultDetection } from '../detection-config.js';
import { type ControllerOptions, createFailoverController, type FailoverController } from '../runner.js';
import { FakeWorld } from './fake-world.js';

export const config: FailoverConfig = {
  platform: 'shop',
  regions: ['one', 'two', 'three'],
  primary: 'one',
  takeover: 'two',
  enabled: ['region_failure', 'database_failure', 'high_error_rate', 'maintenance', 'security_incident'],
  services: ['shop'],
  records: ['database', 'shop.origin'],
  channels: ['pagerduty', 'slack', 'email'],
  scale: {},
  replication: { mode: 'synchronous', quorum: 1, standbys: ['two', 'three'] },
  detection: { ...defaultDetection, errorThreshold: 0.05 },
  acceptDataLoss: false,
};

export const asynchronous = { mode: 'asynchronous', quorum: 0, standbys: ['two', 'three'] } as const;

export interface Scene {
  world: FakeWorld;
  controller: FailoverController;
  /** Lets time pass until a failover ended or was refused, at most so long. */
  untilEnding(seconds?: number): Promise<void>;
}

export function play(
  overrides: Partial<FailoverConfig> = {},
  options: ControllerOptions = {},
  world = new FakeWorld(),
): Scene {
  const controller = createFailoverController({ ...config, ...overrides }, world.ports(), options);
  controller.start();
  const endings = world.journal.filter((line) => line.checkpoint && line.event === 'completed').length;
  const ended = () =>
    world.journal.filter(({ event }) => event === 'completed' || event === 'refused' || event === 'failed')
      .length > endings;
  return { world, controller, untilEnding: (seconds = 180) => world.clock.advance(seconds, ended) };
}
