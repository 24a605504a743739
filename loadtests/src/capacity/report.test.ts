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
const tiredAt = (tiresAtPerSecond: number) =>
  simulatedSearch({
    server: simulatedServers.queue({ capacity: 200, concurrency: 10, random: random(7) }),
    tiresAtPerSecond,
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

  it('tells what held where the generator tired, that it may be more, and why nobody knows', () => {
    const { capacity, claims: verdicts } = judgeCapacity(claims, tiredAt(150));
    expect(capacity?.reason).toBe(
      'The promises hold at 80 requests/s, and there the search ended: 160/s could not be measured, 4 times in a row.',
    );
    expect(capacity?.defects).toEqual([]);
    expect(verdicts.map((each) => each.verdict)).toEqual(['held', 'held']);
    expect(verdicts[0]?.reason).toMatch(/^At 80 requests\/s /);
  });

  it('says that nothing is known between a rate that held and one that failed, where the generator tired', () => {
    const early = tiredAt(185);
    const { knee, reason } = judgeCapacity(claims, early).capacity ?? {};
    expect(knee).toMatchObject({ value: 160, high: 320, lowerBound: false });
    expect(reason).toMatch(
      /^The promises hold at 160 requests\/s, and do not at 320\/s, where .*\. Between them nothing is known: \d+\/s could not be measured, 4 times in a row\.$/,
    );
  });

  it('holds nothing where no step long enough was measured', () => {
    const { capacity, claims: verdicts } = judgeCapacity(claims, tiredAt(15));
    expect(verdicts.map((each) => each.verdict)).toEqual(['inconclusive', 'inconclusive']);
    expect(capacity?.defects.join()).toContain('dropped');
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
