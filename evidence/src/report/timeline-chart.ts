import type {
  EChartsOption,
  GridComponentOption,
  SeriesOption,
  XAXisComponentOption,
  YAXisComponentOption,
} from 'echarts';
import { type ChartTheme, chartFont } from './chart-theme.js';
import { type PlacedLabel, placeLabels } from './place-labels.js';
import { renderSvg } from './render-svg.js';
import type { Moment, SecondPoint, Timeline } from './timeline.js';

export interface ChartSize {
  readonly width: number;
  readonly isNarrow: boolean;
}

interface Panel {
  readonly title: string;
  readonly height: number;
  readonly lines: readonly PanelLine[];
  readonly max?: number;
  readonly promise?: number;
  readonly format: (value: number) => string;
}

interface PanelLine {
  readonly name: 'writes' | 'reads';
  readonly points: readonly (readonly [number, number | null])[];
}

const rowHeight = 20;
const titleHeight = 38;

/** Error rate, p99 and writes per second as clients saw them, one above the other on one axis, with the run's moments. */
export function timelineChart(timeline: Timeline, theme: ChartTheme, { width, isNarrow }: ChartSize): string {
  const left = isNarrow ? 44 : 56;
  const right = 16;
  const plotWidth = width - left - right;
  const axis = roundAxis(timeline, isNarrow ? 5 : 10);
  const xOf = (atS: number) => ((atS - axis.from) / (axis.to - axis.from)) * plotWidth;
  const labels = timeline.moments.map((moment) => ({
    moment,
    text: `${moment.label} ${signed(moment.atS)}`,
  }));
  const fontSize = isNarrow ? 11 : 12;
  const placed = placeLabels(
    labels.map(({ moment, text }) => ({ x: xOf(moment.atS), width: text.length * fontSize * 0.58 + 14 })),
    plotWidth,
  );
  const rows = Math.max(1, ...placed.map(({ row }) => row + 1));
  const panels = panelsOf(timeline, isNarrow);
  let top = rows * rowHeight + 6;
  const markerGrid: GridComponentOption = { left, right, top: 4, height: top - 4 };
  const grids = panels.map(({ height }) => {
    const grid = { left, right, top: top + titleHeight, height };
    top += titleHeight + height + 8;
    return grid;
  });
  const height = top + 38;
  const linesBottom = grids.at(-1);
  const option: EChartsOption = {
    grid: [...grids, markerGrid],
    title: panels.map(({ title }, index) => ({
      text: title,
      left: 0,
      // On a narrow picture the moments' lines pass behind the titles.
      z: 10,
      backgroundColor: theme.ground,
      top: (grids[index]?.top as number) - titleHeight + 2,
      padding: [2, 6, 2, 0],
      textStyle: { color: theme.text, fontSize: fontSize + 1, fontWeight: 600 },
    })),
    xAxis: [
      ...grids.map((_, index) => xAxis(axis, theme, index, index === grids.length - 1, fontSize)),
      { ...xAxis(axis, theme, grids.length, false, fontSize), show: false },
    ],
    yAxis: [
      ...panels.map((panel, index) => yAxis(panel, theme, index, fontSize)),
      { type: 'value', gridIndex: grids.length, min: 0, max: rows, inverse: true, show: false },
    ],
    series: [
      ...panels.flatMap((panel, index) => panelSeries(panel, index, timeline, theme, fontSize)),
      momentSeries(labels, placed, grids.length, theme, fontSize, {
        bottom: (linesBottom?.top as number) + (linesBottom?.height as number),
        top: 4,
        stripBottom: rows * rowHeight + 4,
      }),
    ],
  };
  return renderSvg(option, { width, height });
}

function panelsOf({ streams, lateMs }: Timeline, isNarrow: boolean): Panel[] {
  const both = (pick: (point: SecondPoint) => number | null): PanelLine[] => [
    { name: 'writes', points: streams.writes.map((point) => [point.atS, pick(point)]) },
    { name: 'reads', points: streams.reads.map((point) => [point.atS, pick(point)]) },
  ];
  const height = isNarrow ? 110 : 130;
  const worst = Math.max(0, ...[...streams.writes, ...streams.reads].map(({ p99Ms }) => p99Ms ?? 0));
  return [
    {
      title: 'Arrivals that were not good',
      height,
      lines: both(({ badPercent }) => badPercent),
      max: 100,
      format: (value) => `${value} %`,
    },
    {
      title: lateMs === undefined ? 'p99 latency' : `p99 latency, promised ${lateMs} ms`,
      height,
      lines: both(({ p99Ms }) => p99Ms),
      max: Math.ceil(Math.max(worst, (lateMs ?? 0) * 1.2) / 500) * 500,
      ...(lateMs === undefined ? {} : { promise: lateMs }),
      format: (value) => (value >= 1000 ? `${value / 1000} s` : `${value} ms`),
    },
    {
      title: 'Good arrivals per second',
      height: isNarrow ? 90 : 100,
      lines: both(({ good }) => good),
      format: String,
    },
  ];
}

interface Axis {
  readonly from: number;
  readonly to: number;
  readonly interval: number;
}

function xAxis(
  { from, to, interval }: Axis,
  theme: ChartTheme,
  gridIndex: number,
  isLast: boolean,
  fontSize: number,
): XAXisComponentOption {
  return {
    type: 'value',
    gridIndex,
    min: from,
    max: to,
    interval,
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.line } },
    axisTick: { show: isLast, lineStyle: { color: theme.line } },
    axisLabel: {
      show: isLast,
      color: theme.muted,
      fontSize,
      showMaxLabel: false,
      formatter: (value: number) =>
        Math.abs(value) < 1e-6 ? '0' : `${value > 0 ? '+' : '−'}${Math.abs(value)} s`,
    },
    splitLine: { show: false },
  };
}

function yAxis(panel: Panel, theme: ChartTheme, gridIndex: number, fontSize: number): YAXisComponentOption {
  return {
    type: 'value',
    gridIndex,
    min: 0,
    ...(panel.max === undefined ? {} : { max: panel.max }),
    splitNumber: 2,
    ...(panel.max === undefined ? {} : { interval: panel.max / 2 }),
    axisLabel: { color: theme.muted, fontSize, formatter: panel.format },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: theme.line } },
  };
}

function panelSeries(
  panel: Panel,
  index: number,
  timeline: Timeline,
  theme: ChartTheme,
  fontSize: number,
): SeriesOption[] {
  const bandColours = { fault: theme.faultBand, failover: theme.failoverBand };
  return panel.lines.map(
    (line, order): SeriesOption => ({
      type: 'line',
      name: line.name,
      xAxisIndex: index,
      yAxisIndex: index,
      data: line.points.map((point) => [...point]),
      showSymbol: false,
      connectNulls: false,
      silent: true,
      z: line.name === 'writes' ? 4 : 3,
      lineStyle: {
        width: 1.8,
        color: theme[line.name],
        type: line.name === 'writes' ? 'solid' : [5, 3],
      },
      ...(order > 0
        ? {}
        : {
            markArea: {
              silent: true,
              data: timeline.bands.map(({ kind, fromS, toS }) => [
                { xAxis: fromS, itemStyle: { color: bandColours[kind] } },
                { xAxis: toS },
              ]),
            },
            ...(panel.promise === undefined
              ? {}
              : {
                  markLine: {
                    silent: true,
                    symbol: 'none',
                    data: [{ yAxis: panel.promise }],
                    lineStyle: { color: theme.promise, width: 1.2, type: [2, 3] },
                    label: {
                      position: 'insideStartTop',
                      formatter: 'promised',
                      color: theme.promise,
                      fontSize: fontSize - 1,
                    },
                  },
                }),
          }),
    }),
  );
}

const momentColours: Readonly<Record<Moment['kind'], (theme: ChartTheme) => string>> = {
  fault: ({ bad }) => bad,
  effect: ({ bad }) => bad,
  detected: ({ promise }) => promise,
  done: ({ writes }) => writes,
  recovered: ({ good }) => good,
  undone: ({ muted }) => muted,
};

/** A line through all panels for each moment, with its label in a strip of their own on top. */
function momentSeries(
  labels: readonly { readonly moment: Moment; readonly text: string }[],
  placed: readonly PlacedLabel[],
  gridIndex: number,
  theme: ChartTheme,
  fontSize: number,
  reach: { readonly top: number; readonly stripBottom: number; readonly bottom: number },
): SeriesOption {
  return {
    type: 'custom',
    xAxisIndex: gridIndex,
    yAxisIndex: gridIndex,
    silent: true,
    clip: false,
    z: 6,
    data: labels.map(({ moment }, index) => [moment.atS, placed[index]?.row ?? 0]),
    renderItem: (params, api) => {
      const index = params.dataIndex;
      const { moment, text } = labels[index] as (typeof labels)[number];
      const { row, isLeft, isObstructed } = placed[index] as PlacedLabel;
      const colour = momentColours[moment.kind](theme);
      const x = Math.round(api.coord([moment.atS, 0])[0] as number) + 0.5;
      const y = reach.top + row * rowHeight + rowHeight / 2;
      return {
        type: 'group',
        children: [
          {
            type: 'line',
            shape: { x1: x, y1: isObstructed ? reach.stripBottom : y, x2: x, y2: reach.bottom },
            style: { stroke: colour, lineWidth: 1, opacity: 0.75 },
          },
          { type: 'circle', shape: { cx: x, cy: y, r: 3 }, style: { fill: colour } },
          {
            type: 'text',
            x: isLeft ? x - 8 : x + 8,
            y,
            style: {
              text,
              fill: theme.text,
              fontFamily: chartFont,
              fontSize,
              align: isLeft ? 'right' : 'left',
              verticalAlign: 'middle',
            },
          },
        ],
      };
    },
  };
}

/** Begins and ends at round numbers, so that zero is one of its marks. */
function roundAxis({ fromS, toS }: Timeline, parts: number): Axis {
  const nice = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1800, 3600];
  const span = Math.max(1, toS - fromS);
  const interval = nice.find((each) => span / each <= parts) ?? Math.ceil(span / parts / 3600) * 3600;
  return {
    from: Math.floor(fromS / interval) * interval,
    to: Math.max(Math.ceil(toS / interval), Math.floor(fromS / interval) + 1) * interval,
    interval,
  };
}

function signed(atS: number): string {
  if (Math.abs(atS) < 0.05) return '0 s';
  return `${atS > 0 ? '+' : '−'}${Math.abs(atS).toFixed(1)} s`;
}
