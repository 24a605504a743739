/** How the body of a response ended. */
export type BodyEnd = 'complete' | 'cancelled' | 'failed';

/**
 * The same response, which says when its body has been sent: a stream goes on long after the handler has returned. Calls back
 * once, at once when there is no body.
 */
export function measuredResponse(response: Response, ended: (how: BodyEnd) => void): Response {
  if (response.body === null) {
    ended('complete');
    return response;
  }
  const reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> = response.body.getReader();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          controller.close();
          ended('complete');
        } catch (error) {
          ended('failed');
          throw error;
        }
      },
      async cancel(reason) {
        ended('cancelled');
        await reader.cancel(reason);
      },
    },
    // Reads nothing before it is asked to: back pressure stays what it was.
    { highWaterMark: 0 },
  );
  return new Response(body, response);
}
