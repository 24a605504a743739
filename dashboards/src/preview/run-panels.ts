import type { Dashboard, Panel } from '../model.js';
import { unproduced } from '../producers.js';
import { type Interpolation, interpolate, legendOf } from './interpolate.js';
import { type PrometheusClient, PrometheusError, type TimeWindow } from './prometheus.js';

export interface Line {
  readonly name: string;
  /** Seconds since 1970; `null` where there is no number. */
  readonly points: readonly (readonly [number, number | null])[];
}

/** What a panel got, or why it got nothing. */
export type PanelState =
  | { readonly kind: 'data'; readonly lines: readonly Line[] }
  /** Nothing emits what it reads. */
  | { readonly kind: 'unproduced'; readonly metrics: readonly string[] }
  | { readonly kind: 'empty' }
  /** There are samples, and none of them is a number. */
  | { readonly kind: 'not-a-number' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface RunPanel {
  readonly panel: Panel;
  readonly state: PanelState;
}

export interface RunDashboard {
  readonly dashboard: Dashboard;
  readonly rows: readonly { readonly title: string; readonly panels: readonly RunPanel[] }[];
}

/** So many queries at a time: Prometheus itself evaluates no more than twenty. */
const concurrency = 12;

/** Runs every query of every panel. What goes wrong with one of them is said there and does not stop the others. */
export async function runDashboards(
  dashboards: readonly Dashboard[],
  client: PrometheusClient,
  window: TimeWindow,
  interpolation: Interpolation,
): Promise<RunDashboard[]> {
  const panels = dashboards.flatMap(({ rows }) => rows.flatMap((row) => row.panels));
  const states = new Map<Panel, PanelState>();
  const waiting = [...panels];
  const work = async () => {
    for (let panel = waiting.shift(); panel !== undefined; panel = waiting.shift())
      states.set(panel, await runPanel(panel, client, window, interpolation));
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return dashboards.map((dashboard) => ({
    dashboard,
    rows: dashboard.rows.map(({ title, panels: its }) => ({
      title,
      panels: its.map((panel) => ({ panel, state: states.get(panel) ?? { kind: 'empty' } })),
    })),
  }));
}

async function runPanel(
  panel: Panel,
  client: PrometheusClient,
  window: TimeWindow,
  interpolation: Interpolation,
): Promise<PanelState> {
  try {
    const answers = await Promise.all(
      panel.queries.map(async ({ expr, legend }) => ({
        legend,
        series: await client.range(interpolate(expr, interpolation), window),
      })),
    );
    const lines = answers.flatMap(({ legend, series }) =>
      series.map(({ labels, points }) => ({
        name: legendOf(legend, labels),
        points: filled(points, window),
      })),
    );
    if (lines.length > 0)
      return lines.some(({ points }) => points.some(([, value]) => value !== null))
        ? { kind: 'data', lines: lines.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }
        : { kind: 'not-a-number' };
    const metrics = unproduced(panel);
    return metrics.length > 0 ? { kind: 'unproduced', metrics } : { kind: 'empty' };
  } catch (error) {
    if (!(error instanceof PrometheusError)) throw error;
    return { kind: 'failed', reason: error.message };
  }
}

/** A point for every step, so that what is missing is a gap in the line. */
function filled(
  points: readonly (readonly [number, number])[],
  { from, to, step }: TimeWindow,
): Line['points'] {
  const at = new Map(points.map(([time, value]) => [Math.round((time - from) / step), value]));
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => {
    const value = at.get(index);
    return [from + index * step, value === undefined || !Number.isFinite(value) ? null : value];
  });
}
