import { describe, expect, it } from 'vitest';
import { type ReleaseSeen, releaseBegun, releaseSettled } from './release-proofs.js';

const instance = (revision: string, ready = true, service = 'api') =>
  ({ service, revision, ready, name: revision, pid: 1, state: 'running', restarts: 0 }) as const;

const seen = (over: Partial<ReleaseSeen>): ReleaseSeen => ({
  service: 'api',
  canary: 'v2',
  instances: [instance('v1'), instance('v2')],
  weight: 0.05,
  ...over,
});

const isProven = (proofs: readonly { ok: boolean }[]) => proofs.every(({ ok }) => ok);

describe('the proof of a release', () => {
  it.each([
    [true, 'all is as it should be', seen({}), 'v2'],
    [false, 'the new revision has no instance', seen({ instances: [instance('v1')] }), 'v2'],
    [false, 'one of them is not ready', seen({ instances: [instance('v2'), instance('v2', false)] }), 'v2'],
    [
      false,
      'the instances are another service’s',
      seen({ instances: [instance('v2', true, 'other')] }),
      'v2',
    ],
    [false, 'it gets no traffic', seen({ weight: 0 }), 'v2'],
    [false, 'the old one answers in its place', seen({}), 'v1'],
  ])('that it has begun is %s when %s', (proven, _when, view, answered) => {
    expect(isProven(releaseBegun(view, answered))).toBe(proven);
  });

  it.each([
    [true, 'one revision serves', seen({ instances: [instance('v2'), instance('v2')], weight: 0 })],
    [false, 'both still run', seen({ weight: 0 })],
    [false, 'traffic still goes elsewhere', seen({ instances: [instance('v1')] })],
    [false, 'an instance is not ready', seen({ instances: [instance('v1', false)], weight: 0 })],
    [false, 'nothing runs', seen({ instances: [], weight: 0 })],
  ])('that it is settled is %s when %s', (proven, _when, view) => {
    expect(isProven(releaseSettled(view))).toBe(proven);
  });
});
