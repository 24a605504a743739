import type { PanelUnit } from '../model.js';

/** As Grafana would print it, short enough for an axis. */
export function formatValue(value: number, unit: PanelUnit, decimals?: number): string {
  return formats[unit](value, decimals);
}

const digits = (value: number, decimals?: number): string =>
  decimals === undefined ? `${Number(value.toPrecision(3))}` : value.toFixed(decimals);

function scaled(value: number, base: number, units: readonly string[], decimals?: number): string {
  let rest = value;
  let index = 0;
  while (Math.abs(rest) >= base && index < units.length - 1) {
    rest /= base;
    index += 1;
  }
  const unit = units[index] ?? '';
  return `${digits(rest, decimals)}${unit === '' ? '' : ` ${unit}`}`;
}

function duration(seconds: number, decimals?: number): string {
  const size = Math.abs(seconds);
  if (size === 0) return '0 s';
  if (size < 0.001) return `${digits(seconds * 1e6, decimals)} µs`;
  if (size < 1) return `${digits(seconds * 1000, decimals)} ms`;
  if (size < 120) return `${digits(seconds, decimals)} s`;
  if (size < 7200) return `${digits(seconds / 60, decimals)} min`;
  if (size < 172_800) return `${digits(seconds / 3600, decimals)} h`;
  return `${digits(seconds / 86_400, decimals)} d`;
}

const short = (value: number, decimals?: number) =>
  scaled(value, 1000, ['', 'K', 'M', 'G'], decimals).replace(' ', ' ');

const formats = {
  percentunit: (value, decimals) => `${digits(value * 100, decimals)} %`,
  s: duration,
  bytes: (value, decimals) => scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB'], decimals),
  short,
  none: digits,
  reqps: (value, decimals) => `${short(value, decimals)} req/s`,
  ops: (value, decimals) => `${short(value, decimals)}/s`,
  currencyUSD: (value, decimals) => `$${short(value, decimals)}`,
  bool_yes_no: (value) => (value > 0 ? 'yes' : 'no'),
} satisfies Record<PanelUnit, (value: number, decimals?: number) => string>;
