/**
 * The rules of docs/formats.md written down a second time, as slowly and as literally as they are told: every question is
 * answered by going through all lines again. It shares nothing with the checker but the format, so that a mistake would have
 * to be made twice to go unnoticed.
 */
export type NaiveOutcome =
  | { readonly refused: readonly number[] }
  | {
      readonly verdict: 'held' | 'broken' | 'inconclusive';
      readonly counts: Readonly<Record<string, number>>;
      /** Ids, sorted, by the rule that they break. */
      readonly broken: Readonly<Record<string, readonly string[]>>;
      readonly torn: readonly number[];
    };

// biome-ignore lint/suspicious/noExplicitAny: whatever a line holds
type Line = any;

const isText = (value: unknown) => typeof value === 'string' && value.length > 0;
const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const isWhole = (value: unknown) => typeof value === 'number' && Number.isSafeInteger(value);
const isRow = (row: Line) =>
  row !== null &&
  typeof row === 'object' &&
  isText(row.id) &&
  isText(row.hash) &&
  isWhole(row.count) &&
  row.count >= 1;
const isEffectRow = (row: Line) => isRow({ ...row, hash: 'none' });
const isCompletion = (line: Line) => line.op === 'ok' || line.op === 'fail' || line.op === 'info';

function isWellFormed(line: Line): boolean {
  if (typeof line !== 'object' || line === null || Array.isArray(line) || !isNumber(line.t)) return false;
  const isKinds = (kinds: unknown) => kinds === undefined || (Array.isArray(kinds) && kinds.every(isText));
  if (line.op === 'invoke') return isText(line.id) && isText(line.hash) && isKinds(line.effects);
  if (line.op === 'ok') return isText(line.id) && isWhole(line.epoch) && isText(line.region);
  if (line.op === 'fail' || line.op === 'info') return isText(line.id);
  if (line.op === 'epoch') return isWhole(line.epoch) && isText(line.region);
  if (line.op === 'fault')
    return isText(line.fault) && ['intent', 'effective', 'undone'].includes(line.phase);
  if (line.op === 'effects')
    return (
      isText(line.kind) &&
      (line.final === undefined || typeof line.final === 'boolean') &&
      (line.atLeastOnce === undefined || typeof line.atLeastOnce === 'boolean') &&
      Array.isArray(line.rows) &&
      line.rows.every(isEffectRow)
    );
  if (line.op !== 'read') return false;
  if (line.done !== undefined && !(isNumber(line.done) && line.done >= line.t)) return false;
  if (line.final !== undefined && typeof line.final !== 'boolean') return false;
  return isText(line.node) && Array.isArray(line.rows) && line.rows.every(isRow);
}

export function naiveCheck(text: string): NaiveOutcome {
  const refused = new Set<number>();
  const torn: number[] = [];
  const told: { line: Line; number: number }[] = [];
  const all = text.split('\n');
  all.forEach((written, index) => {
    if (written.trim() === '') return;
    try {
      told.push({ line: JSON.parse(written), number: index + 1 });
    } catch {
      if (index === all.length - 1 && written.trim().startsWith('{')) torn.push(index + 1);
      else refused.add(index + 1);
    }
  });
  told.forEach(({ line, number }, place) => {
    const before = told.slice(0, place).map((earlier) => earlier.line);
    if (!isWellFormed(line)) refused.add(number);
    if (isNumber(line?.t) && before.some((earlier) => isNumber(earlier?.t) && earlier.t > line.t))
      refused.add(number);
    if (!isWellFormed(line)) return;
    const invocations = before.filter((earlier) => earlier?.op === 'invoke' && earlier.id === line.id);
    if (isCompletion(line) && invocations.length === 0) refused.add(number);
    const first = invocations.find(isWellFormed);
    if (line.op === 'invoke' && first !== undefined && first.hash !== line.hash) refused.add(number);
  });
  if (refused.size > 0) return { refused: [...refused].sort((a, b) => a - b) };
  return { ...judge(told.map(({ line }) => line)), torn };
}

function judge(lines: readonly Line[]) {
  const of = (op: string) => lines.filter((line) => line.op === op);
  const reads = of('read').map((read) => ({
    ...read,
    done: read.done ?? read.t,
    final: read.final ?? false,
  }));
  const finals = reads.filter(({ final }) => final);
  const epochs = of('epoch');
  const oks = of('ok');
  const effects = of('effects');
  const ids = [
    ...new Set([
      ...of('invoke').map(({ id }) => id),
      ...[...reads, ...effects].flatMap(({ rows }) => rows.map((row: Line) => row.id)),
    ]),
  ];
  const shows = (read: Line, id: string) => read.rows.some((row: Line) => row.id === id);
  const invocationsOf = (id: string) => of('invoke').filter((line) => line.id === id);
  const isAcked = (id: string) => oks.some((ok) => ok.id === id);
  const openAttempts = (id: string, among: readonly Line[]) => {
    let open = 0;
    for (const line of among) {
      if (line.id !== id) continue;
      if (line.op === 'invoke') open += 1;
      else if (isCompletion(line) && open > 0) open -= 1;
    }
    return open;
  };
  const isUnknown = (id: string) =>
    invocationsOf(id).length > 0 &&
    !isAcked(id) &&
    (of('info').some((line) => line.id === id) || openAttempts(id, lines) > 0);
  const isFailed = (id: string) => invocationsOf(id).length > 0 && !isAcked(id) && !isUnknown(id);
  const newest = (among: readonly Line[]) =>
    among.reduce((best, line) => (best === undefined || line.epoch >= best.epoch ? line : best), undefined);

  // Before the first epoch line the primary is the region that all acknowledgements of unannounced epochs name.
  const unannounced = new Set(
    oks.filter((ok) => !epochs.some(({ epoch }) => epoch === ok.epoch)).map(({ region }) => region),
  );
  const initial = unannounced.size === 1 ? [...unannounced][0] : undefined;
  const primaryAt = (t: number) => newest(epochs.filter((line) => line.t <= t))?.region ?? initial;
  const nobodyIsKnown = epochs.length === 0 && initial === undefined;
  const rank = (read: Line): number | undefined => {
    const mine = epochs
      .filter((line) => line.t <= read.t && line.region === read.node)
      .map(({ epoch }) => epoch);
    if (mine.length > 0) return Math.max(...mine);
    return read.node === initial ? Number.NEGATIVE_INFINITY : undefined;
  };
  const answersFor = (later: Line, earlier: Line): boolean => {
    if (nobodyIsKnown) return later.node === earlier.node;
    const [a, b] = [rank(earlier), rank(later)];
    return a !== undefined && b !== undefined && a <= b;
  };
  const isEarlier = (a: number, b: number) =>
    (reads[a].done as number) < reads[b].t || (reads[a].done === reads[b].t && a < b);

  // Completions do not say which attempt they end. Charitably: the oldest of those that overlap.
  const isFenced = (id: string) => {
    let fence = Number.NEGATIVE_INFINITY;
    let found = false;
    lines.forEach((line, place) => {
      if (line.id !== id) return;
      if (line.op === 'invoke' && openAttempts(id, lines.slice(0, place)) === 0)
        fence = newest(epochs.filter(({ t }) => t < line.t))?.epoch ?? Number.NEGATIVE_INFINITY;
      if (line.op === 'ok' && line.epoch < fence) found = true;
    });
    return found;
  };

  const rowsOf = (id: string): Line[] =>
    reads.flatMap(({ rows }) => rows.filter((row: Line) => row.id === id));
  const ackedBefore = (id: string, t: number) => oks.some((ok) => ok.id === id && ok.t < t);
  const promises = (id: string, kind: string) =>
    invocationsOf(id).some((line) => line.effects?.includes(kind));
  const rules: Record<string, (id: string) => boolean> = {
    lost: (id) => finals.some((read) => ackedBefore(id, read.t) && !shows(read, id)),
    vanished: (id) =>
      reads.some((earlier, a) =>
        reads.some(
          (later, b) =>
            shows(earlier, id) && !shows(later, id) && isEarlier(a, b) && answersFor(later, earlier),
        ),
      ),
    corrupt: (id) =>
      invocationsOf(id).length > 0 && rowsOf(id).some((row) => row.hash !== invocationsOf(id)[0].hash),
    'failed-but-present': (id) => isFailed(id) && rowsOf(id).length > 0,
    phantom: (id) => invocationsOf(id).length === 0 && rowsOf(id).length > 0,
    duplicate: (id) =>
      rowsOf(id).some(({ count }) => count > 1) ||
      reads.some(({ rows }) => rows.filter((row: Line) => row.id === id).length > 1),
    'fenced-acknowledgement': isFenced,
    'stale-primary': (id) =>
      reads.some((read) => read.node === primaryAt(read.t) && ackedBefore(id, read.t) && !shows(read, id)),
    'missing-effect': (id) =>
      effects.some(
        (line) =>
          line.final === true && promises(id, line.kind) && ackedBefore(id, line.t) && !shows(line, id),
      ),
    'duplicate-effect': (id) =>
      effects.some(({ rows, atLeastOnce }) => {
        const mine = atLeastOnce === true ? [] : rows.filter((row: Line) => row.id === id);
        return mine.length > 1 || mine.some(({ count }: Line) => count > 1);
      }),
    'unfounded-effect': (id) =>
      effects.some((line) => shows(line, id)) && (isFailed(id) || invocationsOf(id).length === 0),
  };
  const broken = Object.fromEntries(
    Object.entries(rules).map(([rule, breaks]) => [rule, ids.filter(breaks).sort()]),
  );
  const count = (rule: string) => broken[rule]?.length ?? 0;
  const unknowns = ids.filter(isUnknown);
  const recovered = unknowns.filter((id) => finals.some((read) => shows(read, id))).length;
  const counts = {
    acked: ids.filter(isAcked).length,
    lost: count('lost'),
    recovered,
    unknown: unknowns.length - recovered,
    duplicate: count('duplicate'),
    corrupt: count('corrupt'),
    phantom: count('phantom'),
    failedButPresent: count('failed-but-present'),
    fencedAck: count('fenced-acknowledgement'),
  };
  const isBroken = Object.values(broken).some((found) => found.length > 0);

  const lastOk = Math.max(...oks.map(({ t }) => t));
  const newestPrimary = newest(epochs)?.region;
  const isSettled =
    oks.length > 0 && finals.some((read) => read.t > lastOk && (newestPrimary ?? read.node) === read.node);
  const faults = of('fault');
  const isProven = (name: string) => {
    const mine = faults.filter(({ fault }) => fault === name);
    const intent = mine.findIndex(({ phase }) => phase === 'intent');
    const effective = mine.findIndex(({ phase }, place) => phase === 'effective' && place > intent);
    if (intent < 0 || effective < 0) return false;
    const around = [mine[intent], mine[effective]];
    const upTo = (line: Line) => lines.slice(0, lines.indexOf(line));
    const inFlight = around.some((line) => ids.some((id) => openAttempts(id, upTo(line)) > 0));
    const fresh = around.some((line) => upTo(line).some((ok) => ok.op === 'ok' && line.t - ok.t <= 1000));
    const takeOver = newest(epochs.filter(({ t }) => t >= mine[intent].t));
    const after =
      takeOver === undefined
        ? oks.some(({ t }) => t > mine[effective].t)
        : oks.some(({ t, epoch }) => t > takeOver.t && epoch >= takeOver.epoch);
    return inFlight && fresh && after;
  };
  const kinds = new Set(of('invoke').flatMap((line) => line.effects ?? []));
  const areEffectsSettled = [...kinds].every((kind) =>
    oks
      .filter(({ id }, place) => promises(id, kind) && oks.findIndex((ok) => ok.id === id) === place)
      .every((ok) => effects.some((line) => line.kind === kind && line.final === true && line.t > ok.t)),
  );
  const isProvable = isSettled && areEffectsSettled && faults.every(({ fault }) => isProven(fault));
  const verdict = isBroken ? ('broken' as const) : isProvable ? ('held' as const) : ('inconclusive' as const);
  return { verdict, counts, broken };
}
