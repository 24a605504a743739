import { type EChartsOption, init, type SeriesOption } from 'echarts';
import type { Panel } from '../model.js';
import { formatValue } from './format-value.js';
import type { Line } from './run-panels.js';

/** Drawn once: the page is light or dark, and a chart takes its colours from the page's variables. */
export const lineColours = ['--c1', '--c2', '--c3', '--c4', '--c5', '--c6', '--c7', '--c8'] as const;
export const colourOf = (index: number): string => `var(${lineColours[index % lineColours.length]})`;

/** Colour is not the only thing that tells lines apart. */
const dashes = ['solid', [7, 3], [2, 3]] as const;
const dashOf = (index: number) => dashes[Math.floor(index / lineColours.length) % dashes.length] ?? 'solid';

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

const font = 'system-ui, -apple-system, Roboto, Helvetica, Arial, sans-serif';
/** Most lines that a small picture can hold; the legend tells of the others. */
export const mostLines = 12;

/** Lines over time, with the promise as a dashed line. */
export function timeChart(panel: Panel, lines: readonly Line[], size: ChartSize): string {
  const shown = lines.slice(0, mostLines);
  const { promise, unit } = panel;
  const largest = Math.max(...shown.flatMap(({ points }) => points.map(([, value]) => value ?? 0)));
  const stacked = panel.stacked === true ? stackedMaximum(shown) : largest;
  const top = panel.max ?? Math.max(stacked, promise === undefined ? 0 : promise.value * 1.15, 0);
  // An axis without height would have one mark for everything.
  const ceiling = top > 0 ? niceMaximum(top, unit === 'bytes' ? 1024 : 1) : 1;
  return svg(
    {
      grid: { left: 8, right: 14, top: 10, bottom: 4, containLabel: true },
      xAxis: {
        type: 'time',
        axisLine: { lineStyle: { color: 'var(--line)' } },
        axisTick: { show: false },
        axisLabel: {
          color: 'var(--muted)',
          fontSize: 11,
          hideOverlap: true,
          alignMaxLabel: 'right',
          alignMinLabel: 'left',
          formatter: clockOf(shown),
        },
        splitLine: { show: false },
        splitNumber: 4,
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: ceiling,
        splitNumber: 2,
        interval: ceiling / 2,
        axisLabel: {
          color: 'var(--muted)',
          fontSize: 11,
          formatter: (value: number) => formatValue(value, unit),
        },
        splitLine: { lineStyle: { color: 'var(--line)' } },
      },
      series: shown.map(
        (line, index): SeriesOption => ({
          type: 'line',
          name: line.name,
          data: line.points.map(([at, value]) => [at * 1000, value]),
          showSymbol: false,
          silent: true,
          ...(panel.stacked === true && { stack: 'all' }),
          lineStyle: { width: 1.6, color: colourOf(index), type: dashOf(index) as 'solid' },
          ...(panel.stacked === true && { areaStyle: { color: colourOf(index), opacity: 0.22 } }),
          ...(index === 0 && promise !== undefined && { markLine: promiseLine(promise.value) }),
        }),
      ),
    },
    size,
  );
}

/** The line behind a big number. */
export function sparkline({ points }: Line, size: ChartSize): string {
  const values = points.map(([, value]) => value ?? 0);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return svg(
    {
      grid: { left: 0, right: 0, top: 3, bottom: 2 },
      xAxis: { type: 'time', show: false },
      yAxis: { type: 'value', show: false, min: Math.min(0, low), max: high > low ? high : high + 1 },
      series: [
        {
          type: 'line',
          data: points.map(([at, value]) => [at * 1000, value]),
          showSymbol: false,
          silent: true,
          lineStyle: { width: 1.5, color: 'var(--c1)' },
          areaStyle: { color: 'var(--c1)', opacity: 0.1 },
        },
      ],
    },
    size,
  );
}

const promiseLine = (value: number) => ({
  silent: true,
  symbol: 'none',
  data: [{ yAxis: value }],
  lineStyle: { color: 'var(--promise)', width: 1.3, type: [4, 3] },
  label: {
    position: 'insideStartTop' as const,
    formatter: 'promised',
    color: 'var(--promise)',
    fontSize: 11,
  },
});

const stackedMaximum = (lines: readonly Line[]): number => {
  const length = Math.max(0, ...lines.map(({ points }) => points.length));
  return Math.max(
    0,
    ...Array.from({ length }, (_, index) =>
      lines.reduce((sum, { points }) => sum + (points[index]?.[1] ?? 0), 0),
    ),
  );
};

/** Minutes are enough, unless there are only few of them. */
function clockOf(lines: readonly Line[]): string {
  const points = lines[0]?.points ?? [];
  const seconds = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);
  return seconds > 600 ? '{HH}:{mm}' : '{HH}:{mm}:{ss}';
}

/** A round number, half of which is round, too; for bytes in the unit that they are printed in. */
function niceMaximum(value: number, base: number): number {
  const unit = base === 1 ? 1 : base ** Math.max(0, Math.floor(Math.log(value) / Math.log(base)));
  const power = 10 ** Math.floor(Math.log10(value / unit));
  const steps = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10];
  const step = steps.find((each) => each * power * unit >= value * (1 - 1e-9)) ?? 10;
  return Number((step * power * unit).toPrecision(12));
}

function svg(option: EChartsOption, { width, height }: ChartSize): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: font }, ...option } as EChartsOption);
    return chart.renderToSVGString({ useViewBox: true });
  } finally {
    chart.dispose();
  }
}
