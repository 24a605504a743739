/**
 * Ctrl-C and SIGTERM as an abort signal, whose reason is the signal's name. The first one asks the run to tidy up; the
 * second one ends the process at once, and the keeper tidies up in its place.
 */
export function interruption(onFirst: (signal: string) => void): {
  signal: AbortSignal;
  release: () => void;
} {
  const controller = new AbortController();
  const interrupt = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(3);
    onFirst(name);
    controller.abort(name);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}
