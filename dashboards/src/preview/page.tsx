import { renderToString } from 'preact-render-to-string';
import type { Sight } from './look-at-prometheus.js';
import { pageStyle } from './page-style.js';
import { keeps, PanelCard } from './panel-card.js';
import type { RunDashboard, RunPanel } from './run-panels.js';

export interface PreviewPage {
  readonly platform: string;
  readonly environment: string;
  readonly prometheus: string;
  /** Of the newest values. */
  readonly at: Date;
  readonly minutes: number;
  readonly sight: Sight;
  readonly dashboards: readonly RunDashboard[];
  /** The page reloads itself. */
  readonly refreshSeconds?: number;
  /** Where runbooks are; without it nothing links to them. */
  readonly runbooks?: string;
}

/** Nothing is loaded and nothing is run; the page says so to the browser, which then forbids it. */
const contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** All dashboards on one page that needs no network. */
export const renderPreview = (page: PreviewPage): string =>
  `<!doctype html>\n${renderToString(<Page {...page} />)}\n`;

function Page(page: PreviewPage) {
  const { platform, environment, prometheus, at, minutes, sight, dashboards, refreshSeconds, runbooks } =
    page;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={contentPolicy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {refreshSeconds !== undefined && <meta http-equiv="refresh" content={String(refreshSeconds)} />}
        <title>{`Dashboards of ${platform}, ${environment}`}</title>
        <style dangerouslySetInnerHTML={{ __html: pageStyle }} />
      </head>
      <body>
        <main>
          <h1>Dashboards of {platform}</h1>
          <p class="facts">
            <span>
              Environment <b>{environment}</b>
            </span>
            <span>
              Prometheus <b>{prometheus}</b>
            </span>
            <span>
              Until <b>{`${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`}</b>
            </span>
            <span>
              Shown <b>{minutes} minutes</b>
            </span>
            {refreshSeconds !== undefined && (
              <span>
                Refreshed <b>every {refreshSeconds} s</b>
              </span>
            )}
          </p>
          {sight.kind !== 'ours' && (
            <p class="notice bad">
              <b>{sight.reason}</b> Fix: {sight.fix}.
            </p>
          )}
          <nav aria-label="Dashboards">
            {dashboards.map((each) => (
              <a href={`#${each.dashboard.name}`}>
                {each.dashboard.title}
                <NotKept count={notKept(each)} />
              </a>
            ))}
          </nav>
          {dashboards.map((each) => (
            <DashboardSection run={each} runbooks={runbooks} />
          ))}
          <footer>
            A preview without Grafana: every query of every panel, with all of everything chosen. Green and
            red are judged by the newest value.
          </footer>
        </main>
      </body>
    </html>
  );
}

const NotKept = ({ count }: { count: number }) => (count === 0 ? null : <b>{count} not kept</b>);

const notKept = ({ rows }: RunDashboard): number =>
  rows
    .flatMap(({ panels }) => panels)
    .filter(({ panel, state }) => state.kind === 'data' && keeps(panel, state.lines) === false).length;

function DashboardSection({
  run: { dashboard, rows },
  runbooks,
}: {
  run: RunDashboard;
  runbooks: string | undefined;
}) {
  return (
    <section id={dashboard.name} aria-labelledby={`${dashboard.name}-title`}>
      <h2 id={`${dashboard.name}-title`}>{dashboard.title}</h2>
      <p>{dashboard.description}</p>
      {rows.map(({ title, panels }) => (
        <>
          <h3>{title}</h3>
          <div class={gridOf(panels)}>
            {panels.map((panel) => (
              <PanelCard {...panel} runbooks={runbooks} />
            ))}
          </div>
        </>
      ))}
    </section>
  );
}

/** Numbers stand side by side, three or four to a line, without a hole in the last one. */
function gridOf(panels: readonly RunPanel[]): string {
  if (!panels.every(({ panel }) => panel.kind === 'stat')) return 'grid';
  return panels.length % 3 === 0 ? 'grid stats by3' : 'grid stats';
}
