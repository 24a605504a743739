/**
 * How long a proof listens over a link, beyond its round trip. Answers come within milliseconds; the longer time is for a machine that is busy, and costs
 * nothing where there is an answer. Silence costs all of its time.
 */
export const answersWithinMs = 5000;
export const silentForMs = 1500;
