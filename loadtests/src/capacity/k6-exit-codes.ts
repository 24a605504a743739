interface ExitMeaning {
  readonly means: string;
  /** Whether what was measured until then is whole: k6 ended by itself, or because we told it to. */
  readonly isOrderly: boolean;
}

/**
 * Every exit code of k6 between 97 and 110, and those of a shell.
 * Source: https://github.com/grafana/k6/blob/v2.2.0/errext/exitcodes/codes.go
 */
const meanings: Readonly<Record<number, ExitMeaning>> = {
  0: { means: 'k6 ended as planned', isOrderly: true },
  97: { means: 'the k6 cloud says that the test run failed there', isOrderly: false },
  98: { means: 'k6 lost sight of the test run in its cloud', isOrderly: false },
  99: {
    means: 'thresholds of the script were crossed; what they watched is judged here again',
    isOrderly: true,
  },
  100: { means: 'setup() took too long: the target did not answer before the load began', isOrderly: false },
  101: { means: 'teardown() took too long after the load', isOrderly: false },
  102: { means: 'k6 ran into a time limit of its own', isOrderly: false },
  103: { means: 'k6 was stopped through its REST API', isOrderly: true },
  104: {
    means: 'k6 refused its configuration: the plan or the options of the script are wrong',
    isOrderly: false,
  },
  105: { means: 'k6 was ended by a signal from outside', isOrderly: false },
  106: { means: 'k6 could not open its REST API: the port was taken', isOrderly: false },
  107: { means: 'the script threw an exception', isOrderly: false },
  108: { means: 'the script aborted the test itself (test.abort)', isOrderly: false },
  109: { means: 'k6 itself crashed (Go panic)', isOrderly: false },
  110: { means: 'the script marked the test as failed (test.fail)', isOrderly: false },
  137: { means: 'k6 was killed, usually because memory ran out', isOrderly: false },
};

/** What an exit code of k6 says about the measurement. `null`: a signal ended it. */
export function k6Exit(exitCode: number | null): ExitMeaning {
  if (exitCode === null) return { means: 'k6 was killed by a signal', isOrderly: false };
  return meanings[exitCode] ?? { means: `k6 failed with code ${exitCode}`, isOrderly: false };
}
