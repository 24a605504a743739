import { otherValue } from '../contract/values.js';

/**
 * The entry of the allow-list that a model is: by its full name (`stability-ai/sdxl`) or by its last part (`sdxl`),
 * whatever the version; `_OTHER` for every other one.
 */
export function modelLabel(allowed: readonly string[], model: unknown): string {
  if (typeof model !== 'string') return otherValue;
  const withoutVersion = model.split(':', 1)[0] as string;
  const last = withoutVersion.slice(withoutVersion.lastIndexOf('/') + 1);
  return (
    allowed.find((name) => name === withoutVersion) ?? allowed.find((name) => name === last) ?? otherValue
  );
}
