import path from 'node:path';
import { bedAlertmanager, bedTemplates, generate } from '@attest/alerts';
import type { Platform } from '@attest/platform';
import type { MonitoringEndpoints, MonitoringFiles } from '@attest/reference';

/** As often as the bed scrapes: it lives for minutes. */
const evaluationSeconds = 5;

/** The rules that production would have, and the same routes to the vendors' stand-ins. */
export function monitoringFiles(platform: Platform, endpoints: MonitoringEndpoints): MonitoringFiles {
  const rules = generate(platform, { environment: 'production', evaluationSeconds }).filter(
    ({ path: file }) => path.basename(path.dirname(file)) === 'prometheus',
  );
  return {
    rules: rules.map(({ path: file, content }) => ({ path: path.basename(file), content })),
    alertmanager: bedAlertmanager(platform, endpoints),
    templates: bedTemplates(),
  };
}
