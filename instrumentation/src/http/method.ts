import { otherValue } from '../contract/values.js';

// Source: OpenTelemetry semantic conventions, `http.request.method` (RFC 9110 and PATCH).
const knownMethods = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
]);

export function methodLabel(method: string | undefined): string {
  return method !== undefined && knownMethods.has(method) ? method : otherValue;
}
