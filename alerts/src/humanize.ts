import type { Figure } from './alert.js';

/** How Prometheus prints the value of an alert (https://prometheus.io/docs/prometheus/latest/configuration/template_reference/). */
export const templates = {
  percentage: '{{ $value | humanizePercentage }}',
  duration: '{{ $value | humanizeDuration }}',
  count: '{{ $value | printf "%.0f" }}',
  times: '{{ $value | printf "%.2f" }} times',
  usd: '{{ $value | printf "%.2f" }} USD',
} as const satisfies Record<Figure, string>;

/** The same, of a number. */
export const humanize = {
  percentage: (value) => `${significant(value * 100)}%`,
  duration: humanizeDuration,
  count: (value) => value.toFixed(0),
  times: (value) => `${value.toFixed(2)} times`,
  usd: (value) => `${value.toFixed(2)} USD`,
} as const satisfies Record<Figure, (value: number) => string>;

/** `%.4g` for numbers of everyday size. */
const significant = (value: number): string => String(Number(value.toPrecision(4)));

function humanizeDuration(seconds: number): string {
  if (seconds === 0) return '0s';
  if (seconds < 1) return `${significant(seconds * 1000)}ms`;
  if (seconds < 60) return `${significant(seconds)}s`;
  const whole = Math.floor(seconds);
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'm'],
    [whole % 60, 's'],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(' ');
}
