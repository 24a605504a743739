import type { Resource } from '../configuration/options.js';
import { unknownValue } from '../contract/values.js';

/**
 * Resource attributes: OpenTelemetry's names, for whoever knows these, and the common labels by their own names, which the
 * receiver promotes to labels of every series (`promote_resource_attributes`).
 */
export function otlpResource(resource: Resource, instanceId: string): Readonly<Record<string, string>> {
  const { service, version, revision, region, environment } = resource;
  const known = Object.entries({
    'service.version': version,
    'vcs.ref.head.revision': revision,
    'cloud.region': region,
    'deployment.environment.name': environment,
  }).filter(([, value]) => value !== unknownValue);
  return {
    'service.name': service,
    'service.instance.id': instanceId,
    ...Object.fromEntries(known),
    service,
    region,
    environment,
  };
}
