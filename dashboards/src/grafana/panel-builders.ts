import {
  BigValueColorMode,
  BigValueGraphMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardLinkBuilder,
  DashboardLinkType,
  FieldColorBuilder,
  FieldColorModeId,
  MappingType,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StatesBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Panel, PanelKind } from '../model.js';
import { datasource } from './datasource.js';
import type { GrafanaLinks } from './links.js';
import { targetBuilder } from './query-builder.js';
import { thresholds } from './thresholds.js';

export type GrafanaPanelBuilder = StatBuilder | StatesBuilder | TimeseriesBuilder;

const builders = {
  stat: statPanel,
  timeseries: timeseriesPanel,
  states: statesPanel,
} satisfies Record<PanelKind, (panel: Panel) => GrafanaPanelBuilder>;

export function panelBuilder(panel: Panel, links: GrafanaLinks): GrafanaPanelBuilder {
  const builder = builders[panel.kind](panel)
    .id(panel.id)
    .title(panel.title)
    .description(descriptionOf(panel))
    .datasource({ ...datasource })
    .targets(panel.queries.map(targetBuilder));
  if (panel.decimals !== undefined) builder.decimals(panel.decimals);
  if (panel.runbook !== undefined)
    builder.links([
      new DashboardLinkBuilder(`Runbook: ${panel.runbook}`)
        .type(DashboardLinkType.Link)
        .url(`${links.runbooks}/${panel.runbook}`)
        .targetBlank(true),
    ]);
  return builder;
}

function descriptionOf({ description, promise }: Panel): string {
  return promise === undefined
    ? description
    : `${description} Promised: ${promise.words} (${promise.section}).`;
}

function statPanel({ unit, promise }: Panel): StatBuilder {
  return new StatBuilder()
    .unit(unit)
    .thresholds(thresholds(promise))
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .colorMode(promise === undefined ? BigValueColorMode.None : BigValueColorMode.Background)
    .graphMode(BigValueGraphMode.Area)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false))
    .noValue('no data');
}

function timeseriesPanel({ unit, promise, stacked = false, max }: Panel): TimeseriesBuilder {
  const builder = new TimeseriesBuilder()
    .unit(unit)
    .thresholds(thresholds(promise))
    .thresholdsStyle(
      new GraphThresholdsStyleConfigBuilder().mode(
        promise === undefined ? GraphThresholdsStyleMode.Off : GraphThresholdsStyleMode.DashedAndArea,
      ),
    )
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic))
    .min(0)
    .lineWidth(2)
    .fillOpacity(stacked ? 35 : 8)
    .showPoints(VisibilityMode.Never)
    // A gap is a gap: unknown is not a straight line.
    .spanNulls(false)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.Table)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs(['lastNotNull', 'max']),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  if (stacked) builder.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
  if (promise !== undefined) builder.axisSoftMax(promise.value * 1.2);
  if (max !== undefined) builder.max(max);
  return builder;
}

function statesPanel(): StatesBuilder {
  return new StatesBuilder()
    .mappings([
      {
        type: MappingType.ValueToText,
        options: {
          '0': { text: 'no', color: 'red', index: 0 },
          '1': { text: 'yes', color: 'green', index: 1 },
        },
      },
    ])
    .mergeValues(true)
    .showValue(VisibilityMode.Never)
    .fillOpacity(80)
    .rowHeight(0.8)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([]),
    );
}
