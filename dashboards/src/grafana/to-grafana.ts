import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dashboard } from '../model.js';
import { annotationBuilders } from './annotations.js';
import { columns, placeRow } from './layout.js';
import type { GrafanaLinks } from './links.js';
import { panelBuilder } from './panel-builders.js';
import { type Choices, variables } from './variables.js';

/** Grafana's limit for a uid. */
export const longestUid = 40;

/** Ids of rows are far from those of panels. */
const firstRowId = 1000;

export interface GrafanaOptions {
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly links: GrafanaLinks;
  readonly choices: Choices;
}

/** The classic schema, as file provisioning and the Grafana Operator read it. */
export function toGrafana(dashboard: Dashboard, options: GrafanaOptions): object {
  const builder = new DashboardBuilder(options.title)
    .uid(options.uid)
    .description(dashboard.description)
    .tags([...options.tags])
    .readonly()
    .timezone('utc')
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .tooltip(DashboardCursorSync.Crosshair)
    .variables(variables(dashboard, options.choices))
    .annotations(annotationBuilders())
    .links([
      new DashboardLinkBuilder('Dashboards')
        .type(DashboardLinkType.Dashboards)
        .tags(['attest'])
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true),
      new DashboardLinkBuilder('Runbooks')
        .type(DashboardLinkType.Link)
        .url(options.links.runbooks)
        .targetBlank(true),
    ]);
  let top = 0;
  for (const [index, { title, panels }] of dashboard.rows.entries()) {
    builder.withRow(new RowBuilder(title).id(firstRowId + index).gridPos({ x: 0, y: top, w: columns, h: 1 }));
    const { places, bottom } = placeRow(panels, top + 1);
    for (const [at, panel] of panels.entries()) {
      const place = places[at];
      if (place !== undefined) builder.withPanel(panelBuilder(panel, options.links).gridPos(place));
    }
    top = bottom;
  }
  return builder.build();
}
