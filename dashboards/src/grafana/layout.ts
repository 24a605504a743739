import type { Panel } from '../model.js';

/** Grafana's grid. */
export const columns = 24;
const heights = { stat: 5, timeseries: 9, states: 9 } as const satisfies Record<Panel['kind'], number>;

/** Stats share their row evenly; everything else takes half of it unless told otherwise. */
export function widthOf(panel: Panel, row: readonly Panel[]): number {
  if (panel.width !== undefined) return panel.width;
  return panel.kind === 'stat' ? Math.floor(columns / Math.min(row.length, 6)) : columns / 2;
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Left to right, then the next line, below `top`. Returns where each panel is, and the first free line. */
export function placeRow(panels: readonly Panel[], top: number): { places: Place[]; bottom: number } {
  const places: Place[] = [];
  let x = 0;
  let y = top;
  let lineHeight = 0;
  for (const panel of panels) {
    const w = widthOf(panel, panels);
    const h = heights[panel.kind];
    if (x + w > columns) {
      x = 0;
      y += lineHeight;
      lineHeight = 0;
    }
    places.push({ x, y, w, h });
    x += w;
    lineHeight = Math.max(lineHeight, h);
  }
  return { places, bottom: y + lineHeight };
}
