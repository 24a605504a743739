import { type JudgedClaim, renderHtml, renderJunit, renderTerminal } from '@attest/evidence';
import { describe, expect, it } from 'vitest';
import { judgeCapacity } from './judge-capacity.js';
import { judgeStep } from './judge-step.js';
import { simulatedSearch } from './testing/simulated-run.js';
import { random, simulatedServers } from './testing/simulated-server.js';

const claims: JudgedClaim[] = [
  {
    id: 'api.error-rate',
    statement: 'Few errors',
    section: 'x',
    promised: { op: '<=', value: 0.05, unit: 'ratio' },
  },
  {
    id: 'api.latency-p99',
    statement: 'Quick',
    section: 'x',
    promised: { op: '<=', value: 1000, unit: 'ms' },
  },
];
const evidence = simulatedSearch({
  server: simulatedServers.queue({ capacity: 200, concurrency: 10, random: random(7) }),
});
const verdict = judgeCapacity(claims, evidence);

describe('the report of a capacity run', () => {
  it('begins with the answer, shows every step, and nothing of a game day', async () => {
    const page = await renderHtml({ verdict, evidence });
    expect(page).toContain(`${verdict.capacity?.knee.value} /s`);
    expect(page).toContain('the backlog grew');
    const steps = evidence.filter(({ kind }) => kind === 'capacity-step');
    for (const { line } of steps) expect(page).toContain(`line ${line}<`);
    for (const alien of ['Game day', 'Failover', 'Proof of the fault', 'price of zero loss'])
      expect(page).not.toContain(alien);
  });

  it('gives as the reason what was seen at the lowest rate that failed, not far above it', () => {
    const steps = evidence.flatMap((line) =>
      line.kind === 'capacity-step'
        ? [{ ...line, ...judgeStep(line, { errorRatio: 0.05, p99Ms: 1000 }) }]
        : [],
    );
    const { knee, reason } = verdict.capacity ?? {};
    const first = steps.find(({ outcome }) => outcome === 'failed');
    const lowest = steps.find(({ perSecond }) => perSecond === knee?.high);
    expect(first?.perSecond).toBeGreaterThan(1.5 * (lowest?.perSecond ?? Number.NaN));
    expect(first?.because).not.toBe(lowest?.because);
    expect(reason).toBe(
      `The promises hold up to ${knee?.value} requests/s; at ${knee?.high}/s ${lowest?.because}.`,
    );
  });

  it('shows first what makes a run inconclusive', async () => {
    const cut = evidence.slice(0, 6);
    const page = await renderHtml({ verdict: judgeCapacity(claims, cut), evidence: cut });
    expect(page).toMatch(/Not conclusive: <\/b>the run was cut short/);
  });

  it('has a test case and a line in the terminal for each claim', () => {
    expect(renderJunit(verdict).match(/<testcase/g)).toHaveLength(2);
    expect(renderTerminal(verdict, { evidence, colour: false })).toMatch(/✓ held +api\.error-rate/);
  });
});
