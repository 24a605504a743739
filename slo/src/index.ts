export { type Indicator, type IndicatorName, indicators } from './indicators.js';
export { type Objective, objectives } from './objective.js';
export { quote, type Selection } from './promql.js';
export { SloError, type SloErrorCode } from './slo-error.js';
