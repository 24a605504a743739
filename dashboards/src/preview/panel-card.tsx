import type { Panel, PanelPromise } from '../model.js';
import { colourOf, lineColours, mostLines, sparkline, timeChart } from './chart.js';
import { formatValue } from './format-value.js';
import type { Line, PanelState, RunPanel } from './run-panels.js';

/** Of the picture's view box; the page scales it to the width of its column. */
const chartSize = { width: 420, height: 170 };
const sparkSize = { width: 260, height: 40 };

export function PanelCard({ panel, state, runbooks }: RunPanel & { runbooks: string | undefined }) {
  const kept = state.kind === 'data' ? keeps(panel, state.lines) : undefined;
  return (
    <article class="panel">
      <div class="head">
        <h4>{panel.title}</h4>
        {kept !== undefined && (
          <span class={`mark ${kept ? 'good' : 'bad'}`}>{kept ? '✓ kept' : '✕ not kept'}</span>
        )}
      </div>
      {panel.promise !== undefined && <p class="promised">Promised: {panel.promise.words}</p>}
      {state.kind === 'data' ? <Data panel={panel} lines={state.lines} /> : <Missing state={state} />}
      <p class="why">{panel.description}</p>
      {panel.runbook !== undefined && runbooks !== undefined && (
        <p class="foot">
          <a href={`${runbooks}/${panel.runbook}`}>Runbook {panel.runbook}</a>
        </p>
      )}
    </article>
  );
}

/** Whether the newest values of all lines are on the good side; `undefined` where nothing is promised. */
export function keeps({ promise }: Panel, lines: readonly Line[]): boolean | undefined {
  if (promise === undefined) return undefined;
  const values = lines.flatMap((line) => newest(line) ?? []);
  return values.every((value) => isGood(value, promise));
}

const isGood = (value: number, { good, value: limit }: PanelPromise) =>
  good === 'above' ? value >= limit : value <= limit;

const newest = ({ points }: Line): number | undefined =>
  points.findLast(([, value]) => value !== null)?.[1] ?? undefined;

const views = { stat: Numbers, timeseries: Chart, states: Tracks } satisfies Record<
  Panel['kind'],
  (props: DataProps) => unknown
>;

interface DataProps {
  panel: Panel;
  lines: readonly Line[];
}

function Data(props: DataProps) {
  const View = views[props.panel.kind];
  return <View {...props} />;
}

function Numbers({ panel, lines }: DataProps) {
  const [only] = lines;
  return (
    <>
      <ul class="values">
        {lines.slice(0, mostLines).map((line) => {
          const value = newest(line);
          const side =
            panel.promise === undefined || value === undefined
              ? ''
              : isGood(value, panel.promise)
                ? ' good'
                : ' bad';
          return (
            <li>
              <span class="what">{line.name}</span>
              <span class={`n${side}`}>
                {value === undefined ? '–' : formatValue(value, panel.unit, panel.decimals)}
              </span>
            </li>
          );
        })}
      </ul>
      {lines.length === 1 && only !== undefined && (
        <div
          class="picture"
          aria-hidden="true"
          dangerouslySetInnerHTML={{ __html: sparkline(only, sparkSize) }}
        />
      )}
    </>
  );
}

function Chart({ panel, lines }: DataProps) {
  const told = lines.map((line) => `${line.name} ${lastOf(line, panel)}`).join(', ');
  return (
    <>
      <div
        class="picture"
        role="img"
        aria-label={`${panel.title} over time. Newest values: ${told}.`}
        dangerouslySetInnerHTML={{ __html: timeChart(panel, lines, chartSize) }}
      />
      <ul class="legend">
        {lines.slice(0, mostLines).map((line, index) => (
          <li>
            <i
              class={`d${Math.floor(index / lineColours.length)}`}
              style={{ borderColor: colourOf(index) }}
            />
            <span class="name">{line.name}</span>
            <span class="v">{lastOf(line, panel)}</span>
          </li>
        ))}
      </ul>
      {lines.length > mostLines && <p class="more">and {lines.length - mostLines} more</p>}
    </>
  );
}

const lastOf = (line: Line, { unit, decimals }: Panel): string => {
  const value = newest(line);
  return value === undefined ? 'unknown' : formatValue(value, unit, decimals);
};

/** Yes and no over time; a gap is a gap. */
function Tracks({ panel, lines }: DataProps) {
  return (
    <>
      <ul class="tracks">
        {lines.slice(0, mostLines).map((line) => (
          <li>
            <span class="name">
              {line.name} <span class="v">{lastOf(line, panel)}</span>
            </span>
            <span class="track" aria-hidden="true">
              {stretches(line).map(({ state, share }) => (
                <span class={state} style={{ width: `${share}%` }} />
              ))}
            </span>
          </li>
        ))}
      </ul>
      <p class="trackkey" aria-hidden="true">
        <span>
          <span class="track">
            <span class="yes" />
          </span>
          yes
        </span>
        <span>
          <span class="track">
            <span class="no" />
          </span>
          no
        </span>
      </p>
    </>
  );
}

function stretches({ points }: Line): { state: 'yes' | 'no' | 'gap'; share: number }[] {
  const found: { state: 'yes' | 'no' | 'gap'; count: number }[] = [];
  for (const [, value] of points) {
    const state = value === null ? 'gap' : value > 0 ? 'yes' : 'no';
    const last = found.at(-1);
    if (last?.state === state) last.count += 1;
    else found.push({ state, count: 1 });
  }
  return found.map(({ state, count }) => ({
    state,
    share: Number(((100 * count) / Math.max(1, points.length)).toFixed(2)),
  }));
}

function Missing({ state }: { state: Exclude<PanelState, { kind: 'data' }> }) {
  const [title, text] = words(state);
  return (
    <div class={`state ${state.kind}`}>
      <b>{title}</b>
      {text}
    </div>
  );
}

function words(state: Exclude<PanelState, { kind: 'data' }>): [title: string, text: string] {
  if (state.kind === 'failed') return ['The query failed', state.reason];
  if (state.kind === 'unproduced')
    return [
      'Nothing emits this yet',
      `Register ${state.metrics.join(', ')} in your service, and the panel fills.`,
    ];
  if (state.kind === 'not-a-number')
    return ['No number', 'There are samples, and none of them is a finite number.'];
  return ['No data', 'Prometheus answered with no series for the time shown.'];
}
