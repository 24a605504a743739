/**
 * Round trips between places, in milliseconds, rounded. Source: https://www.cloudping.co (medians between AWS regions over a
 * year); `outside` is a client on the same continent as the region it is sent to, via an edge network.
 */
const roundTrips = [
  { between: ['us-east-1', 'eu-west-1'], milliseconds: 70 },
  { between: ['us-east-1', 'ap-southeast-1'], milliseconds: 220 },
  { between: ['eu-west-1', 'ap-southeast-1'], milliseconds: 175 },
] as const;

/** The place of everything that is in no region: edge, vendors, failover controller, monitoring. */
export const outside = 'outside';

const outsideRoundTripMs = 10;
/** For regions that the table does not know. An assumption between the extremes above, never 0. */
const unknownRoundTripMs = 100;

export function roundTripMs(from: string, to: string): number {
  if (from === to) return 0;
  if (from === outside || to === outside) return outsideRoundTripMs;
  const known = roundTrips.find(
    ({ between: [a, b] }) => (a === from && b === to) || (a === to && b === from),
  );
  return known?.milliseconds ?? unknownRoundTripMs;
}
