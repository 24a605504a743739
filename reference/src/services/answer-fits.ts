/** A start-up message, two turns to prove that one knows the password, and the answer to the last. Source: PostgreSQL, "Message Flow". */
const roundTripsToConnect = 3;

/**
 * Can a statement be answered in time, on a connection that took so long to be made? One that is not is better not sent: its
 * connection would have to be thrown away with it, and far from the database every next statement would meet the same.
 */
export function answerFits(connectedInMs: number, remainingMs: number): boolean {
  return remainingMs >= connectedInMs / roundTripsToConnect;
}
