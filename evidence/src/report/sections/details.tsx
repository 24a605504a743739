import type { EvidenceKind, EvidenceOf, Recorded } from '../../evidence.js';
import { runFacts } from '../../judges/run-facts.js';
import { besideIt, number, plural } from '../words.js';
import { Facts, LineReference, Table } from './parts.js';

interface Props {
  readonly evidence: readonly Recorded[];
}

const linesOf = <K extends EvidenceKind>(evidence: readonly Recorded[], kind: K) =>
  evidence.filter((line): line is Recorded<EvidenceOf<K>> => line.kind === kind);

const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} ms`;

export function PriceOfZeroLoss({ evidence }: Props) {
  const price = linesOf(evidence, 'price').at(-1);
  if (price === undefined) return null;
  return (
    <section aria-labelledby="price">
      <h2 id="price">The price of zero loss</h2>
      <p class="lead">
        A write that waits for a standby takes {ms(price.differenceMs)} longer;{' '}
        {Math.round(price.confidence * 100)} % confidence from {ms(price.lowMs)} to {ms(price.highMs)}, from{' '}
        {price.pairs} pairs of commits (Hodges–Lehmann). <LineReference line={price.line} />
      </p>
      <Facts
        facts={[
          ['Waiting for a standby, median', ms(price.durableMedianMs)],
          ['Local only, median', ms(price.localMedianMs)],
          ['Price of a write', ms(price.differenceMs)],
          ['Times as long', `${price.ratio.toFixed(price.ratio < 10 ? 1 : 0)} ×`],
        ]}
      />
    </section>
  );
}

export function Writes({ evidence }: Props) {
  const history = linesOf(evidence, 'history').at(-1);
  if (history === undefined) {
    return (
      <section aria-labelledby="writes">
        <h2 id="writes">Writes</h2>
        <p class="lead">No history was checked: whether a write was lost is not known.</p>
      </section>
    );
  }
  const { counts, lost, file, line, reason, wal } = history;
  return (
    <section aria-labelledby="writes">
      <h2 id="writes">Writes</h2>
      <p class="lead">
        {reason} <code>{file}</code> <LineReference line={line} />
      </p>
      <Facts
        facts={[
          ['Acknowledged', number(counts.acked)],
          ['Lost', number(counts.lost)],
          ['Outcome unknown, stored', number(counts.recovered)],
          ['Outcome unknown, not stored', number(counts.unknown)],
          ['Stored twice', number(counts.duplicate)],
          ['Stored wrongly', number(counts.corrupt)],
          ['Never written', number(counts.phantom)],
          ['Failed but present', number(counts.failedButPresent)],
          ['Acknowledged by a fenced epoch', number(counts.fencedAck)],
        ]}
      />
      {wal !== undefined && (
        <p class="lead">
          By the databases' own logs, without anything that was read: {number(wal.missing)} of{' '}
          {number(wal.decided)} acknowledged writes are outside of them, {number(wal.undecided)} undecided,{' '}
          {number(wal.disputed.length)} disputed.
        </p>
      )}
      {lost.length > 0 && (
        <p class="notice broken">
          <b>Lost {plural(lost.length, 'write')}: </b>
          <code>{lost.slice(0, 20).join(', ')}</code>
          {lost.length > 20 && ` and ${number(lost.length - 20)} more in line ${line}`}
        </p>
      )}
    </section>
  );
}

export function ProofsOfFault({ evidence }: Props) {
  const faults = linesOf(evidence, 'fault').filter(({ phase }) => phase !== 'intent');
  const rows = faults.flatMap(({ proofs, phase, fault, line }) =>
    proofs.map((proof) => ({ ...proof, phase, fault, line })),
  );
  return (
    <section aria-labelledby="proofs">
      <h2 id="proofs">Proof of the fault</h2>
      {rows.length === 0 ? (
        <p class="lead">Nothing proves that a fault took effect.</p>
      ) : (
        <Table
          rows={rows}
          columns={[
            { label: 'Fault', cell: ({ fault, phase }) => `${fault}, ${phase}` },
            { label: 'Probe', cell: ({ probe }) => probe },
            { label: 'Expected', cell: ({ expected }) => expected },
            {
              label: 'Observed',
              cell: ({ observed, ok }) => (
                <span class={ok ? undefined : 'broken'}>
                  {ok ? '✓ ' : '✕ '}
                  {observed}
                </span>
              ),
            },
            { label: 'Evidence', cell: ({ line }) => <LineReference line={line} /> },
          ]}
        />
      )}
    </section>
  );
}

export function Notifications({ evidence }: Props) {
  const { trigger } = runFacts(evidence);
  const messages = linesOf(evidence, 'notification').toSorted((a, b) => a.receivedT - b.receivedT);
  return (
    <section aria-labelledby="notifications">
      <h2 id="notifications">Notifications</h2>
      {messages.length === 0 ? (
        <p class="lead">No message was received.</p>
      ) : (
        <Table
          rows={messages}
          columns={[
            { label: 'Channel', cell: ({ channel }) => channel },
            { label: 'From', cell: ({ sender }) => sender ?? 'unknown' },
            { label: 'Message', cell: ({ summary }) => summary },
            {
              label: trigger === undefined ? 'Received' : 'After the trigger',
              isNumber: true,
              cell: ({ receivedT }) => `${((receivedT - (trigger?.t ?? 0)) / 1000).toFixed(1)} s`,
            },
            { label: 'Evidence', cell: ({ line }) => <LineReference line={line} /> },
          ]}
        />
      )}
    </section>
  );
}

export function Surroundings({ evidence }: Props) {
  const run = linesOf(evidence, 'run')[0];
  const bed = linesOf(evidence, 'bed')[0];
  const clock = linesOf(evidence, 'clock').at(-1);
  const generator = linesOf(evidence, 'generator').at(-1);
  const cleanup = linesOf(evidence, 'cleanup').at(-1);
  const left =
    cleanup === undefined
      ? 'not recorded'
      : [
          ...cleanup.processesLeft,
          ...cleanup.portsLeft.map((port) => `port ${port}`),
          ...cleanup.filesLeft,
        ].join(', ') || 'nothing';
  return (
    <section aria-labelledby="surroundings">
      <h2 id="surroundings">Where and how it ran</h2>
      <Facts
        words
        facts={[
          [
            'Machine',
            run === undefined ? 'not recorded' : `${run.machine.cpuModel}, ${run.machine.cpus} CPUs`,
          ],
          ['Memory', run === undefined ? 'not recorded' : `${(run.machine.memoryMib / 1024).toFixed(1)} GiB`],
          [
            'System',
            run === undefined ? 'not recorded' : `${run.machine.system}, Node.js ${run.machine.node}`,
          ],
          [
            'Other platforms beside it',
            run === undefined ? 'not recorded' : (besideIt(run.atOnce) ?? 'none'),
          ],
          [
            'Platform up',
            bed === undefined ? 'not recorded' : `${bed.upSeconds.toFixed(1)} s, ${bed.processes} processes`,
          ],
          [
            'Load generator',
            generator === undefined
              ? 'end not recorded'
              : `${number(generator.iterations)} requests, ${number(generator.droppedIterations)} dropped, at most ${number(generator.maxVus)} at once`,
          ],
          [
            "Generator's clock",
            clock === undefined
              ? 'never compared'
              : `known to ±${((clock.offsetHighMs - clock.offsetLowMs) / 2).toFixed(2)} ms after ${clock.exchanges} exchanges`,
          ],
          ['Left behind afterwards', left],
          ['Evidence', `${number(evidence.at(-1)?.line ?? 0)} lines in evidence.jsonl, beside this page`],
        ]}
      />
    </section>
  );
}
