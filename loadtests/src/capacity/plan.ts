/** What `k6/capacity.ts` is to send. Written from a catalog (`capacityPlan`); also fit to be written by hand. */
export interface CapacityPlan {
  /** Part of every idempotency key, so that two runs never write the same one. */
  run: string;
  service: string;
  /** Default of the environment's `BASE_URL`. */
  baseUrl?: string;
  /** Where images and the like are fetched; without it nothing is fetched and the share goes to reads. */
  cdnUrl?: string;
  requests: PlannedRequest[];
  promised: PromisedQuality;
  /** An ordinary moment's rate, and the highest that the service must bear when it has scaled; HTTP requests a second. */
  requestsPerSecond: number;
  peakRequestsPerSecond: number;
  /** Arrivals over time; without it those of the environment's `PROFILE`. */
  stages?: Stage[];
  /** Ids that were written before, by path, for reads to ask for; without it `setup()` writes some. */
  ids?: Record<string, string[]>;
  /** The revision that answered first; others are told line by line. */
  revision?: string;
}

export interface PromisedQuality {
  /** The largest share of requests that may fail, 0 to 1. */
  errorRatio: number;
  p99Ms: number;
}

/** Arrivals go from the rate of the stage before (0 for the first) to `perSecond` in a straight line. */
export interface Stage {
  name: string;
  perSecond: number;
  seconds: number;
  /** The promises have to hold in it; false for ramps and for more than the platform was made for. */
  judged: boolean;
}

/** `write` creates, `read` asks for one by its id, `list` for many, `fetch` for what a read one points at, `plain` for a path. */
export type Operation = 'write' | 'read' | 'list' | 'fetch' | 'plain';

export interface PlannedRequest {
  operation: Operation;
  /** Of all requests; the shares of a plan need not add up to anything. */
  share: number;
  method: string;
  path: string;
  /** Sent as JSON, with a text of the data file as `content` in a write. */
  body?: Record<string, unknown>;
  /** Sent as it is, in place of `body`. */
  rawBody?: string;
  /** A part of the content type of a good answer, in lower case; empty for any but HTML. */
  expects: string;
  /** Of a `fetch`: the field of a read answer that holds the URL. */
  field?: string;
}

/** A request is given up after twice the promised p99, so an arrival never waits for a virtual user on a target that is in time. */
export const timeoutSeconds = ({ p99Ms }: PromisedQuality): number => (2 * p99Ms) / 1000;

/** Enough for every request to take as long as it may: twice the promised p99. */
export const virtualUsersFor = (perSecond: number, promised: PromisedQuality): number =>
  Math.ceil(perSecond * timeoutSeconds(promised)) + 5;
