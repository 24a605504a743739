/** Labels that every series carries, whichever way it travels. */
export const commonLabels = ['service', 'region', 'environment'] as const;
export type CommonLabel = (typeof commonLabels)[number];

/** Value of a common label that nobody configured. */
export const unknownValue = 'unknown';
/** `http_route` of a request that no route answered. */
export const unmatchedRoute = 'unmatched';
/** A method, model or operation that is not on its allow-list. Source: OpenTelemetry, `http.request.method`. */
export const otherValue = '_OTHER';
/** `http_response_status_code` of a request that ended before its response did. */
export const abortedStatus = '499';
export const abortedErrorType = 'aborted';
/** Takes the place of label values beyond the limits. */
export const overflowValue = '__overflow__';
/** `label` of telemetry_cardinality_overflow_total when the limit of series was reached, whatever the label. */
export const seriesOverflowLabel = '__series__';

export const outcomes = ['success', 'failure'] as const;
export type Outcome = (typeof outcomes)[number];

export const maximumValuesPerLabel = 100;
export const maximumSeriesPerMetric = 1000;
