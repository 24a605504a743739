import type { Platform, Source } from '../schema/index.js';

/** A contradiction inside the design, as a rule finds it. */
export interface RawFinding {
  /** Path in the catalog, `gpu.clusters[0].minInstances`. */
  path: string;
  /** Heading path in the architecture document. */
  section: string;
  /** What contradicts what. */
  message: string;
  /** The calculation that shows it, `10 × 5.04 USD/h × 24 h = 1209.60 USD/day > 1000`. */
  arithmetic: string;
  /** What could be done about it. */
  remedy: string;
  /** Facts from outside the catalog that it rests on. */
  sources: Source[];
}

/** A contradiction as it is shown. */
export interface Finding extends RawFinding {
  rule: string;
  /** File and path, `platform/src/…/gpu.ts › gpu.clusters[0].minInstances`. */
  path: string;
  /** Present when somebody decided to live with it, and the decision has not expired. */
  accepted?: { reason: string; owner: string; until: string };
}

/** One kind of contradiction. `check` is pure. */
export interface Rule {
  /** Kebab case; the name of the rule's file. */
  id: string;
  /** A sentence that says what must not be. */
  title: string;
  /** @param today ISO date, for what ends on a date. */
  check(platform: Platform, today: string): RawFinding[];
}
