import type { LocalProblem } from '../problem.js';
import { type Check, entries, known } from '../valid-parts.js';

/** The region that takes over can, and the replication is one that PostgreSQL can be told. */
export const failover: Check = (parts) => [...takeover(parts), ...replication(parts), ...times(parts)];

const takeover: Check = ({ failover, regions }) => {
  const problems: LocalProblem[] = [];
  const primary = entries(regions).find(([, region]) => region.role === 'primary')?.[1].id;
  if (primary !== undefined && failover?.takeover === primary) {
    problems.push({
      code: 'inconsistent',
      path: 'failover.takeover',
      what: `'${primary}' is the primary region`,
      why: 'a region cannot take over from itself',
      fix: 'name a secondary region',
    });
  }
  const standbys = failover?.replication?.standbys;
  // A region that does not exist at all is reported where it is named.
  const exists = entries(regions).some(([, region]) => region.id === failover?.takeover);
  if (
    exists &&
    standbys &&
    failover.takeover &&
    failover.takeover !== primary &&
    !standbys.includes(failover.takeover)
  ) {
    problems.push({
      code: 'inconsistent',
      path: 'failover.takeover',
      what: `'${failover.takeover}' holds no standby`,
      why: `the standbys are in ${known(standbys).join(', ') || 'no region'}; without the data there is nothing to take over with`,
      fix: `add '${failover.takeover}' to failover.replication.standbys`,
    });
  }
  if (primary !== undefined && standbys?.includes(primary)) {
    problems.push({
      code: 'inconsistent',
      path: `failover.replication.standbys[${standbys.indexOf(primary)}]`,
      what: `'${primary}' is the primary region`,
      why: 'the primary is not a standby of itself',
      fix: 'remove it',
    });
  }
  return problems;
};

const replication: Check = ({ failover }) => {
  const { mode, quorum, standbys } = failover?.replication ?? {};
  if (mode === undefined || quorum === undefined || standbys === undefined) return [];
  const path = 'failover.replication.quorum';
  if (mode === 'asynchronous' && quorum !== 0) {
    return [
      {
        code: 'inconsistent',
        path,
        what: `a quorum of ${quorum} with asynchronous replication`,
        why: 'asynchronous commits wait for nobody',
        fix: "set it to 0, or the mode to 'synchronous'",
      },
    ];
  }
  if (mode === 'synchronous' && (quorum < 1 || quorum > standbys.length)) {
    return [
      {
        code: 'inconsistent',
        path,
        what: `commits wait for ${quorum} of ${standbys.length} standbys`,
        why: 'synchronous commits wait for at least one, and for no more than there are',
        fix: `set it to a number from 1 to ${standbys.length}`,
      },
    ];
  }
  return [];
};

const times: Check = ({ failover }) => {
  const { detectionSeconds, durationSeconds } = failover ?? {};
  if (detectionSeconds === undefined || durationSeconds === undefined || detectionSeconds <= durationSeconds)
    return [];
  return [
    {
      code: 'inconsistent',
      path: 'failover.detectionSeconds',
      what: `detection may take ${detectionSeconds} s and the whole failover ${durationSeconds} s`,
      why: 'the failover begins with the detection',
      fix: 'make durationSeconds the longer one',
    },
  ];
};
