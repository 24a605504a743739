import type { Site } from './fault.js';

export function siteOf(primary: string, takeover: string, regions: readonly string[]): Site {
  return { primary, takeover, bystander: regions.find((id) => id !== primary && id !== takeover) };
}
