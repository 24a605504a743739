import { type EChartsOption, init } from 'echarts';
import { chartFont } from './chart-theme.js';

/** Draws a chart to an SVG that scales with its container; the size is that of its view box, in pixels. */
export function renderSvg(
  option: EChartsOption,
  { width, height }: { width: number; height: number },
): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: chartFont }, ...option });
    return chart.renderToSVGString({ useViewBox: true });
  } finally {
    chart.dispose();
  }
}
