import { contract } from '@attest/instrumentation/contract';
import { pathSeconds, type Seconds, slowIntervalSeconds } from '@attest/slo';
import type { Alert, AlertContext } from './alert.js';
import { receiverName } from './alertmanager.js';
import { humanize } from './humanize.js';

/** Shares of the events that fail. */
const shares = [1, 0.5, 0.1] as const;

/** `alerts.md`: every alert, whom it tells, and how soon. */
export function detectionTable(context: AlertContext, alerts: readonly Alert[]): string {
  const { path, platform, environment, objectives } = context;
  const { scrapeSeconds, evaluationSeconds, groupWaitSeconds } = path;
  const timed = alerts.filter(({ times }) => times !== undefined);
  const others = alerts.filter(({ times }) => times === undefined);
  const percents = shares.map((share) => `${share * 100} %`);
  return [
    `# Alerts of ${platform.name}, ${environment}`,
    '',
    'Generated from the catalog by `attest generate`. Do not edit.',
    '',
    '## How soon',
    '',
    `From the first failure until somebody is told, and from the last until it is over, when after a clean past so many of the events fail. At the latest: one scrape (${scrapeSeconds} s), one evaluation (${evaluationSeconds} s; ${slowIntervalSeconds} s for windows longer than an hour) and the gathering (${groupWaitSeconds} s, not when it is over) are in it. “–”: never, so few failures are within what is allowed.`,
    '',
    row([
      'alert',
      'of',
      'severity',
      'told',
      ...percents.map((one) => `fires at ${one}`),
      ...percents.map((one) => `over after ${one}`),
    ]),
    row(Array.from({ length: 10 }, () => '---')),
    ...timed.map((alert) =>
      row([
        ...about(context, alert),
        ...shares.map((share) => fires(context, alert, share)),
        ...shares.map((share) => over(context, alert, share)),
      ]),
    ),
    '',
    '## When a condition holds',
    '',
    `Told at most ${pathSeconds(path)} s after the condition has held for so long.`,
    '',
    row(['alert', 'of', 'severity', 'told', 'must hold for', 'can it fire?']),
    row(Array.from({ length: 6 }, () => '---')),
    ...others.map((alert) =>
      row([...about(context, alert), humanize.duration(alert.forSeconds), silent(alert)]),
    ),
    '',
    '## Objectives',
    '',
    row(['objective', 'service', 'region', 'target', 'window', 'pages within', 'why']),
    row(Array.from({ length: 7 }, () => '---')),
    ...objectives.map(({ id, service, region, target, windowDays, pageWithinSeconds, reason }) =>
      row([
        id,
        service,
        region,
        humanize.percentage(target),
        `${windowDays} d`,
        pageWithinSeconds === undefined ? 'nobody is woken' : humanize.duration(pageWithinSeconds),
        reason,
      ]),
    ),
    '',
  ].join('\n');
}

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

function about({ platform }: AlertContext, alert: Alert): string[] {
  const { name, severity, service, region, objective, labels = {} } = alert;
  const subject = objective ?? service ?? 'any target';
  const detail =
    labels.long === undefined
      ? (labels.queue ?? labels.series)
      : `${labels.long}/${labels.short}, ${labels.burn} ×`;
  const where = objective === undefined && region !== undefined && region !== 'all' ? ` in ${region}` : '';
  return [
    `\`${name}\``,
    `${subject}${where}${detail === undefined ? '' : ` (${detail})`}`,
    severity,
    receiverName(severity === 'none' ? 'Heartbeat' : platform.monitoring.routes[severity].provider),
  ];
}

/** Of a long window, what is averaged lags behind by half of the five minutes that are sampled. */
const lagSeconds = ({ pace }: Alert): number => (pace === 'slow' ? 150 : 0);

function fires({ path }: AlertContext, alert: Alert, share: number): string {
  const { scrapeSeconds, evaluationSeconds, groupWaitSeconds } = path;
  const evaluation = alert.pace === 'slow' ? slowIntervalSeconds : evaluationSeconds;
  return shown(
    alert.times?.(share).detection,
    scrapeSeconds + evaluation + groupWaitSeconds + lagSeconds(alert),
  );
}

function over(
  { path: { scrapeSeconds, evaluationSeconds } }: AlertContext,
  alert: Alert,
  share: number,
): string {
  const evaluation = alert.pace === 'slow' ? slowIntervalSeconds : evaluationSeconds;
  return shown(alert.times?.(share).reset, scrapeSeconds + evaluation);
}

const shown = (seconds: Seconds | undefined, path: number): string =>
  typeof seconds === 'number' ? humanize.duration(Math.ceil(seconds + path)) : '–';

/** An alert on a metric that nothing produces yet waits for its producer. */
const silent = ({ metrics }: Alert): string => {
  const all: Record<string, { producer?: string } | undefined> = contract;
  const none = metrics.filter((metric) => all[metric]?.producer === 'none');
  return none.length === 0 ? 'yes' : `not before something produces ${none.join(', ')}`;
};
