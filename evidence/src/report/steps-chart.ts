import type { EChartsOption } from 'echarts';
import { type ChartTheme, chartFont } from './chart-theme.js';
import { renderSvg } from './render-svg.js';
import type { StepBar, Timeline } from './timeline.js';
import type { ChartSize } from './timeline-chart.js';

const barRow = 30;

/** The steps of the failover on an axis of their own: on that of the whole run they would be too thin to see. */
export function stepsChart({ steps }: Timeline, theme: ChartTheme, { width, isNarrow }: ChartSize): string {
  const fontSize = isNarrow ? 11 : 12;
  const left = isNarrow ? 12 : 190;
  const from = Math.min(0, ...steps.map(({ fromS }) => fromS));
  const to = Math.max(...steps.map(({ toS }) => toS));
  // Room on the right for the duration that is written behind each bar.
  const span = Math.max(0.1, to - from) * (isNarrow ? 1.3 : 1.1);
  const rowHeight = isNarrow ? barRow + 14 : barRow;
  const height = steps.length * rowHeight + 34;
  const colour = (step: StepBar) => (step.isOk ? theme.writes : theme.bad);
  const option: EChartsOption = {
    grid: { left, right: 16, top: 4, height: steps.length * rowHeight },
    xAxis: {
      type: 'value',
      min: from,
      max: from + span,
      axisLabel: {
        color: theme.muted,
        fontSize,
        showMinLabel: false,
        showMaxLabel: false,
        formatter: (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(Number(value.toFixed(2)))} s`,
      },
      splitNumber: isNarrow ? 3 : 6,
      splitLine: { showMaxLine: false, lineStyle: { color: theme.line } },
      axisLine: { show: false },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: steps.map(({ step }) => step),
      axisLabel: { show: !isNarrow, color: theme.text, fontSize },
      axisLine: { show: false },
      axisTick: { show: false },
    },
    series: [
      {
        type: 'custom',
        silent: true,
        clip: false,
        data: steps.map(({ fromS }, index) => [fromS, index]),
        renderItem: (params, api) => {
          const step = steps[params.dataIndex] as StepBar;
          const [x1, y] = api.coord([step.fromS, params.dataIndex]) as [number, number];
          const [x2] = api.coord([step.toS, params.dataIndex]) as [number, number];
          const barY = isNarrow ? y + 8 : y;
          const duration = `${(step.toS - step.fromS).toFixed(2)} s${step.isOk ? '' : ' · not done'}`;
          return {
            type: 'group',
            children: [
              {
                type: 'rect',
                shape: { x: x1, y: barY - 7, width: Math.max(2, x2 - x1), height: 14, r: 3 },
                style: { fill: colour(step) },
              },
              {
                type: 'text',
                x: Math.max(x1 + 2, x2) + 8,
                y: barY,
                style: {
                  text: duration,
                  fill: theme.text,
                  fontFamily: chartFont,
                  fontSize,
                  verticalAlign: 'middle',
                },
              },
              ...(isNarrow
                ? [
                    {
                      type: 'text' as const,
                      x: left,
                      y: y - 10,
                      style: {
                        text: step.step,
                        fill: theme.muted,
                        fontFamily: chartFont,
                        fontSize,
                        verticalAlign: 'middle' as const,
                      },
                    },
                  ]
                : []),
            ],
          };
        },
      },
    ],
  };
  return renderSvg(option, { width, height });
}
