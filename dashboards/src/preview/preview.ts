import type { EnvironmentName, Platform } from '@attest/platform';
import { dashboards } from '../dashboards.js';
import { servicesOf } from '../services-of.js';
import { type Interpolation, rateIntervalOf } from './interpolate.js';
import { lookAtPrometheus, type Sight } from './look-at-prometheus.js';
import { renderPreview } from './page.js';
import { type PrometheusClient, PrometheusError } from './prometheus.js';
import { type PanelState, runDashboards } from './run-panels.js';

export interface PreviewOptions {
  readonly platform: Platform;
  readonly environment: EnvironmentName;
  readonly client: PrometheusClient;
  /** Shown to the reader; not asked. */
  readonly prometheus: string;
  readonly now: Date;
  readonly minutes: number;
  /** How often Prometheus scrapes. */
  readonly scrapeSeconds: number;
  readonly refreshSeconds?: number;
  readonly runbooks?: string;
}

export interface Preview {
  readonly html: string;
  readonly sight: Sight;
  /** Panels by what they got. */
  readonly counts: Readonly<Record<PanelState['kind'], number>>;
  /** Panels whose metrics somebody emits and that got nothing, as `dashboard › panel: why`. */
  readonly problems: readonly string[];
}

/** So many points are a line on a small picture. */
const pointsPerPanel = 120;

/** Runs every query and draws the page. */
export async function preview(options: PreviewOptions): Promise<Preview> {
  const { platform, environment, client, now, minutes, scrapeSeconds } = options;
  const sight = await lookAtPrometheus(client, environment);
  const step = Math.max(scrapeSeconds, Math.ceil((minutes * 60) / pointsPerPanel));
  const to = Math.floor(now.getTime() / 1000 / step) * step;
  const window = { from: to - Math.floor((minutes * 60) / step) * step, to, step };
  const runs = await runDashboards(
    dashboards(platform, environment),
    // What does not answer once is not asked a hundred times.
    sight.kind === 'unreachable' ? silent(sight.reason) : client,
    window,
    interpolationFor(platform, environment, rateIntervalOf(step, scrapeSeconds)),
  );
  const panels = runs.flatMap(({ dashboard, rows }) =>
    rows.flatMap((row) => row.panels.map((each) => ({ dashboard, ...each }))),
  );
  const counts = { data: 0, unproduced: 0, empty: 0, 'not-a-number': 0, failed: 0 };
  for (const { state } of panels) counts[state.kind] += 1;
  const problems = panels.flatMap(({ dashboard, panel, state }) =>
    state.kind === 'data' || state.kind === 'unproduced'
      ? []
      : [
          `${dashboard.title} › ${panel.title}: ${state.kind === 'failed' ? state.reason : wordFor[state.kind]}`,
        ],
  );
  const { refreshSeconds, runbooks } = options;
  const html = renderPreview({
    platform: platform.name,
    environment,
    prometheus: options.prometheus,
    at: new Date(to * 1000),
    minutes,
    sight,
    dashboards: runs,
    ...(refreshSeconds !== undefined && { refreshSeconds }),
    ...(runbooks !== undefined && { runbooks }),
  });
  return { html, sight, counts, problems };
}

const wordFor = { empty: 'no data', 'not-a-number': 'no finite number' } as const;

const silent = (reason: string): PrometheusClient => {
  const refuse = () => Promise.reject(new PrometheusError('unreachable', reason, ''));
  return { range: refuse, instant: refuse };
};

/** Everything chosen, as Grafana would fill the variables in. */
export const interpolationFor = (
  platform: Platform,
  environment: EnvironmentName,
  rateInterval: number,
): Interpolation => ({
  environment,
  rateInterval,
  all: {
    service: servicesOf(platform),
    region: platform.regions.map(({ id }) => id),
    ...(platform.gpu && { model: platform.gpu.models }),
  },
});
