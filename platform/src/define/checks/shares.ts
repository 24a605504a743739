import type { Check } from '../valid-parts.js';

/** Shares of a whole make the whole. */
export const shares: Check = ({ cost }) => {
  const { spotPercent, reservedPercent, onDemandPercent } = cost?.optimization?.compute ?? {};
  if (spotPercent === undefined || reservedPercent === undefined || onDemandPercent === undefined) return [];
  const sum = spotPercent + reservedPercent + onDemandPercent;
  if (Math.abs(sum - 100) < 1e-9) return [];
  return [
    {
      code: 'inconsistent',
      path: 'cost.optimization.compute',
      what: `${spotPercent} % spot + ${reservedPercent} % reserved + ${onDemandPercent} % on demand = ${sum} %`,
      why: 'together they are all of the compute',
      fix: 'make them sum up to 100',
    },
  ];
};
