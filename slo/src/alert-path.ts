import type { Platform } from '@attest/platform';

/** From a failure to its notification: how often targets are read and rules evaluated, how long alerts gather. */
export interface AlertPath {
  scrapeSeconds: number;
  evaluationSeconds: number;
  groupWaitSeconds: number;
}

/** What the generated files set where the catalog says nothing. The scrape interval is the owner's to set; an alert watches it. */
const byDefault: AlertPath = { scrapeSeconds: 15, evaluationSeconds: 15, groupWaitSeconds: 10 };

export const alertPath = ({ monitoring }: Platform): AlertPath => monitoring.intervals ?? byDefault;

/** The longest that a notification may follow the moment at which its condition began to hold. */
export const pathSeconds = ({ scrapeSeconds, evaluationSeconds, groupWaitSeconds }: AlertPath): number =>
  scrapeSeconds + evaluationSeconds + groupWaitSeconds;
