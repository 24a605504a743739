type WaitUntil = (promise: Promise<unknown>) => void;

interface RequestContext {
  get?(): { readonly waitUntil?: WaitUntil } | undefined;
}

// What platforms that freeze functions offer to Next.js' `after`, and to @vercel/functions' `waitUntil`.
// Source: Next.js documentation, `after`, "How do I implement it on my platform".
const contexts = [Symbol.for('@next/request-context'), Symbol.for('@vercel/request-context')] as const;

/** Asks the platform not to freeze this function before the promise settles. Has to be called while a request is handled. */
export function keepAwakeFor(promise: Promise<unknown>): void {
  for (const context of contexts) {
    const provided = (globalThis as { [symbol: symbol]: RequestContext | undefined })[context];
    const waitUntil = provided?.get?.()?.waitUntil;
    if (!waitUntil) continue;
    waitUntil(promise);
    return;
  }
}
