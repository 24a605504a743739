/** `high_error_rate`, `Blue-Green Deployments` → `high-error-rate`, `blue-green-deployments`. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** How names that are not ordinary words are spelt. */
const spellings: Readonly<Record<string, string>> = {
  api: 'API',
  cdn: 'CDN',
  cpu: 'CPU',
  ddos: 'DDoS',
  dns: 'DNS',
  github: 'GitHub',
  jira: 'Jira',
  jwt: 'JWT',
  pagerduty: 'PagerDuty',
  slack: 'Slack',
  ssl: 'SSL',
  urls: 'URLs',
  waf: 'WAF',
};

/** `ddos_protection` → `DDoS protection`. */
export const words = (name: string): string =>
  name
    .split('_')
    .map((word) => spellings[word] ?? word)
    .join(' ');

/** `a, b and c`. */
export function list(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `1 instance`, `3 instances`. */
export const counted = (count: number, singular: string): string =>
  `${count} ${singular}${count === 1 ? '' : 's'}`;

/** `30 seconds`, `2 minutes`, `1 hour`: the largest unit that leaves no rest. */
export function duration(seconds: number): string {
  if (seconds % 3600 === 0) return counted(seconds / 3600, 'hour');
  return seconds % 60 === 0 ? counted(seconds / 60, 'minute') : counted(seconds, 'second');
}

/** `5 %` for 0.05, without float noise. */
export const percentOf = (ratio: number): string => `${Number((ratio * 100).toPrecision(12))} %`;
