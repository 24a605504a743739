import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recorded } from '../evidence.js';
import { judge } from '../judges/judge.js';
import { at, numbered, sampleClaims, sampleRun } from '../testing/sample-run.js';
import { placeLabels } from './place-labels.js';
import { renderHtml } from './render-html.js';
import { renderJunit } from './render-junit.js';
import { renderTerminal } from './render-terminal.js';

const reportOf = (evidence: readonly Recorded[]) =>
  renderHtml({ verdict: judge(sampleClaims, evidence), evidence });
const broken = numbered(
  sampleRun().map((line) =>
    line.kind === 'history'
      ? { ...line, verdict: 'broken' as const, counts: { ...line.counts, lost: 2 }, lost: ['w-1', 'w-2'] }
      : line,
  ),
);
const empty = sampleRun().slice(0, 1);

it('tells what both oracles say of the writes', () => {
  const wal = { decided: 90, undecided: 3, missing: 2, disputed: ['w-7'], silent: [] };
  const evidence = sampleRun().map((line) => (line.kind === 'history' ? { ...line, wal } : line));
  expect(reportOf(numbered(evidence))).toMatch(
    /By the databases.* own logs.*2 of 90 .*outside of them, 3 undecided, 1 disputed/s,
  );
});

describe('the page', () => {
  const page = reportOf(sampleRun());

  it('needs nothing from anywhere and forbids everything but its own style', () => {
    expect(page).toContain(
      `http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/<script|<link|<img|@import|url\((?!#)|src=/);
    const addresses = [...page.matchAll(/https?:\/\/[^"'\s<]+/g)].map(([address]) => address);
    expect([...new Set(addresses)]).toEqual(['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xlink']);
  });

  it('gives the answer first, then the picture, then the evidence', () => {
    const places = [
      'The design held: 5 of 5 claims.',
      'Verdicts',
      '<svg',
      'Gap before',
      'price of zero loss',
      'Proof of the fault',
      'Notifications',
      'Where and how',
    ].map((text) => page.indexOf(text, page.indexOf('<body>')));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
  });

  it('draws two pictures, each for two themes and two widths', () => {
    expect(page.match(/<svg /g)).toHaveLength(8);
    expect(page).toContain('<meta name="color-scheme" content="light dark"/>');
  });

  it('marks fault, detection, end of the failover, recovery and undo in the picture', () => {
    for (const label of [
      'Injected −0.4 s',
      'Effective 0 s',
      'Detected +7.9 s',
      'Failover completed +13.1 s',
      'Clients served +14.6 s',
      'Fault undone +51.9 s',
    ]) {
      expect(page).toContain(label);
    }
  });

  it('tells verdicts apart by word and sign, not by colour alone', () => {
    expect(page).toMatch(/✓<\/span>Held/);
    expect(reportOf(broken)).toMatch(/✕<\/span>Broken/);
    expect(reportOf(empty)).toMatch(/\?<\/span>Inconclusive/);
  });

  it('shows every lost write, and says when verdicts are not about the design', () => {
    const evidence = numbered(
      broken.map((line) => (line.kind === 'run' ? { ...line, whatIf: { replication: 'async' } } : line)),
    );
    const whatIf = reportOf(evidence);
    expect(whatIf).toContain('w-1, w-2');
    expect(whatIf).toContain('replication = async');
  });

  it('says of a run that saw nothing what is not known', () => {
    const text = reportOf(empty);
    expect(text).not.toContain('<svg');
    for (const unknown of [
      'No step of a failover was recorded',
      'whether a write was lost is not known',
      'Nothing proves that a fault took effect',
      'No message was received',
    ]) {
      expect(text).toContain(unknown);
    }
  });

  it('takes nothing that was recorded for markup', () => {
    const nasty = '<img src=x onerror=alert(1)>&"\'';
    const evidence = numbered([
      ...sampleRun().map((line) => {
        if (line.kind === 'notification') return { ...line, summary: nasty, channel: nasty };
        if (line.kind === 'fault')
          return {
            ...line,
            fault: nasty,
            proofs: [{ probe: nasty, expected: nasty, observed: nasty, ok: true }],
          };
        if (line.kind === 'failover')
          return {
            ...line,
            ...(line.step === undefined ? {} : { step: nasty }),
            detail: nasty,
            trigger: nasty,
            region: nasty,
          };
        return line;
      }),
      at(98_000, { kind: 'tool-failure', tool: nasty, exitCode: 1, signal: null, lastLines: [nasty] }),
      at(98_000, { kind: 'gave-up', phase: 'undo', reason: nasty }),
    ]);
    expect(reportOf(evidence)).not.toContain('<img');
  });
});

describe('labels beside their moments', () => {
  const labels = fc
    .array(fc.record({ x: fc.integer({ min: 0, max: 300 }), width: fc.integer({ min: 10, max: 150 }) }), {
      maxLength: 8,
    })
    .map((all) => all.toSorted((a, b) => a.x - b.x));

  it('never cover each other, and stay in the picture where there is room on the left', () => {
    fc.assert(
      fc.property(labels, (wanted) => {
        const placed = placeLabels(wanted, 300).map(({ row, isLeft }, index) => {
          const { x, width } = wanted[index] as (typeof wanted)[number];
          return { row, from: isLeft ? x - width : x, to: isLeft ? x : x + width };
        });
        for (const [index, a] of placed.entries()) {
          expect(a.to).toBeLessThanOrEqual(300);
          for (const b of placed.slice(index + 1)) {
            expect(a.row !== b.row || a.to <= b.from || b.to <= a.from).toBe(true);
          }
        }
      }),
    );
  });
});

describe('the terminal block', () => {
  const block = (evidence: readonly Recorded[], colour: boolean) =>
    renderTerminal(judge(sampleClaims, evidence), { evidence, report: '.attest/runs/x/report.html', colour });

  it('ends with the answer in a sentence', () => {
    expect(block(sampleRun(), false).trim().split('\n').at(-1)).toBe('The design held: 5 of 5 claims.');
    expect(block(broken, false).trim().split('\n').at(-1)).toBe(
      'The design did not hold: 1 of 5 claims broken, 4 held.',
    );
    expect(block(empty, false).trim().split('\n').at(-1)).toBe(
      'The run proves nothing final: 5 of 5 inconclusive.',
    );
  });

  it('says with number, promise and margin what each claim came to, and where the report is', () => {
    const text = block(sampleRun(), false);
    expect(text).toContain('✓ held          failover.detection-time  Detected as region_failure 7.9 s');
    expect(text).toContain('The price of zero loss: 70.90 ms a write');
    expect(text).toContain('Report: .attest/runs/x/report.html');
  });

  it('says, like the page, when other platforms were on the machine', () => {
    const alone = sampleRun();
    const beside = alone.map((line) => (line.kind === 'run' ? { ...line, atOnce: 4 } : line));
    expect(block(beside, false)).toContain('Other platforms beside it: up to 3 under load');
    expect(block(alone, false)).not.toContain('Other platforms');
    expect(reportOf(beside)).toContain('up to 3 under load');
    expect(reportOf(alone)).not.toContain('which take time from it');
  });

  it('says the same with and without colour', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins a colour.
    const colours = /\u001b\[\d+m/g;
    expect(block(broken, true)).toMatch(colours);
    expect(block(broken, true).replaceAll(colours, '')).toBe(block(broken, false));
  });
});

describe('JUnit', () => {
  it('has a case for each claim, a failure for broken and an error for inconclusive', () => {
    const xml = renderJunit(judge(sampleClaims, broken));
    expect(xml).toMatch(/<testsuite [^>]*tests="5"[^>]*/);
    expect(xml).toMatch(/failures="1"/);
    expect(xml).toMatch(/<testcase classname="failover.data-loss"[^>]*>\s*<failure message="2 of 13,904/);
    expect(renderJunit(judge(sampleClaims, empty)).match(/<error /g)).toHaveLength(5);
    expect(renderJunit(judge(sampleClaims, sampleRun()))).not.toMatch(/<(failure|error|skipped)/);
  });
});
