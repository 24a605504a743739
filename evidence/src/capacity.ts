/** What a capacity run records, and what `verdict.json` says of it. Rates are HTTP requests a second. */

/** A native histogram of Prometheus: bucket i holds (base^(i−1), base^i] seconds, where base = 2^(2^−schema). */
export interface LatencyHistogram {
  readonly schema: number;
  /** Bucket index and how many, ascending, none empty. */
  readonly buckets: readonly (readonly [index: number, count: number])[];
  /** At or below the zero threshold. */
  readonly zero: number;
}

/** What the first contact with a target showed, before any load. */
export interface CapacityTarget {
  readonly service: string;
  readonly url: string;
  /** As the target tells it (`x-revision`, `build_info`); null when it does not. */
  readonly revision: string | null;
  readonly expectedRevision?: string;
  /** When its process started, in seconds since 1970, if its metrics are read. */
  readonly processStart: number | null;
  /** Of the first good answers, in ms. */
  readonly usualMs: number | null;
  /** Everything that makes it unfit to be loaded, each a sentence. */
  readonly problems: readonly string[];
  /** What is not as a reader may expect, and is no problem. */
  readonly notes: readonly string[];
}

/** The generator against a server that does nothing, just before the run. */
export interface CapacityControl {
  /** The highest rate that it reached in time, of those that were tried. */
  readonly ceilingPerSecond: number;
  /** Of the null server's answers at the lowest rate: all of it is the generator's and the machine's. */
  readonly overheadP99Ms: number | null;
  readonly problem?: string;
}

/** One rate for some seconds: what was sent, what came back, and how the generator was while it lasted. */
export interface CapacityStep {
  readonly purpose: 'climb' | 'refine' | 'return' | 'stage';
  /** Of a profile. */
  readonly stage?: string;
  /** The promises have to hold in it. */
  readonly judged: boolean;
  readonly perSecond: number;
  /** Null when nothing was sent. */
  readonly sentPerSecond: number | null;
  /** 1 but for scripts that make several requests for each arrival; `perSecond` counts arrivals. */
  readonly requestsPerArrival: number;
  readonly goodPerSecond: number | null;
  /** Length of the window that the counts are of, without what warms up. */
  readonly windowSeconds: number;
  /** `requests = good + late + failed`; `late` was answered well, after more than the promised p99. */
  readonly requests: number;
  readonly failed: number;
  readonly late: number;
  /** Of the failed: given up after twice the promised p99. */
  readonly timedOut: number;
  readonly dropped: number;
  /** Answered by a cache. */
  readonly cached: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly operations: Readonly<Record<string, number>>;
  readonly latency: LatencyHistogram;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Null when there were too few requests to tell. */
  readonly growth: { readonly perSecond: number; readonly low: number; readonly high: number } | null;
  readonly virtualUsers: { readonly allocated: number; readonly needed: number };
  /** Other than the one that answered first. */
  readonly otherRevisions: readonly string[];
  /** Nothing listened any more after it had answered. */
  readonly wentAway: boolean;
  /** Ended before its time, because it was beyond doubt. */
  readonly cutShort: boolean;
  readonly generator: GeneratorHealth;
  /** What was made of it when it ended; a judge judges again. */
  readonly outcome?: string;
  readonly because?: string;
}

export interface GeneratorHealth {
  readonly exitCode: number | null;
  /** k6 ended by itself, or because it was told to. */
  readonly isOrderly: boolean;
  /** What the exit code means. */
  readonly means: string;
  readonly lastLines: readonly string[];
  /** How much later than due requests were sent, 99th percentile. */
  readonly lagP99Ms: number | null;
  /** CPU that it used, in cores; of the machine, the share that was busy. */
  readonly cores: number | null;
  readonly machineBusy: number | null;
  /** How far the wall clock and the monotonic clock went apart. */
  readonly clockJumpMs: number;
}

/** How the search for the knee ended. */
export interface CapacitySearch {
  readonly endedBy:
    | 'bracket'
    | 'max-rate'
    | 'generator'
    | 'lowest-rate'
    | 'slower'
    | 'time'
    | 'void-step'
    | 'profile';
  readonly detail: string;
}

/** One of several generators that wrote to the same Prometheus. */
export interface CapacityRunner {
  readonly runner: string;
  /** Seconds since 1970; null when it was never seen. */
  readonly startedAt: number | null;
  readonly lastSeenAt: number | null;
  readonly finished: boolean;
  readonly requests: number;
  /** Why its share cannot be trusted, if so. */
  readonly problems: readonly string[];
}

/** The highest steady rate at which the promises hold. */
export interface Knee {
  /** Null when no rate was found at which they do. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: 'requests/s';
  /** Nothing failed: `--max-rate`, the time, or what the generator can do ended the search, and the knee is there or higher. */
  readonly lowerBound: boolean;
}

/** Against the run before of the same service, target and profile. */
export interface CapacityComparison {
  readonly run: string;
  /** Of that run. */
  readonly knee: Knee;
  readonly isDifferent: boolean;
  readonly sentence: string;
}

/** What was measured where the claims were judged: at the knee, or over the judged stages of a profile. */
export interface CapacityQuality {
  readonly perSecond: number;
  readonly requests: number;
  readonly failed: number;
  /** Later than the promised p99, those given up included. */
  readonly slow: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** 95 % of the time the true p99 lies between these. */
  readonly p99LowMs: number | null;
  readonly p99HighMs: number | null;
}

export interface CapacityAnswer {
  readonly service: string;
  readonly url: string;
  readonly profile: string;
  readonly revision: string | null;
  readonly knee: Knee;
  /** Null when nothing was measured. */
  readonly quality: CapacityQuality | null;
  readonly reason: string;
  /** Everything that keeps the run from being conclusive. */
  readonly defects: readonly string[];
  readonly comparison?: CapacityComparison;
}

/**
 * A service at one moment; as its supervisor records it, or as series of Prometheus tell it. In order, at most one
 * synchronization period (15 s) apart.
 */
export interface ScalingObservation {
  /** Seconds on any clock. */
  readonly t: number;
  /** Instances that are wanted (`spec.replicas`). */
  readonly replicas: number;
  /** Average use in percent of the request, by resource; what is left out was not measured. */
  readonly utilization: Readonly<Record<string, number>>;
  /** Instances whose CPU that is; the others have just been started. All when left out. */
  readonly counted?: number;
  /** Jobs that wait or run, where the length of a queue decides. */
  readonly queueLength?: number;
  /** Of the requests since the observation before; left out when nobody counts them. */
  readonly requests?: { readonly good: number; readonly shed: number; readonly failed: number };
}

/** What an autoscaler saw and did, 15 s apart. */
export interface CapacityScaling {
  /** A service, or GPU workers as their claims name them: `gpu.<region>.<type>`. */
  readonly subject: string;
  /** What of it was only reckoned, for people; null when nothing was. */
  readonly modelled: string | null;
  readonly scaleDownDelaySeconds: number;
  /** So many jobs are meant for each instance, where the length of a queue decides. */
  readonly jobsPerInstance?: number;
  readonly observations: readonly ScalingObservation[];
}
