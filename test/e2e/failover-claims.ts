/** What a failover promises, when all of it is kept. */
export const failoverHeld = {
  'failover.detection-time': 'held',
  'failover.duration': 'held',
  'failover.data-loss': 'held',
  'failover.steps': 'held',
  'failover.notification': 'held',
};

export const words = (verdict: { claims: { id: string; verdict: string }[] }) =>
  Object.fromEntries(verdict.claims.map((claim) => [claim.id, claim.verdict]));
