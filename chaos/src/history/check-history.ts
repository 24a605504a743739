import { constants, isAscii } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import { HistoryChecker, type HistoryOutcome } from './history-checker.js';
import type { HistoryEvent } from './history-event.js';

/**
 * Judges a recorded history.
 *
 * @param lines as `text.split('\n')` gives them: the last one is what follows the last line break
 */
export function checkHistory(lines: Iterable<string>): HistoryOutcome {
  const checker = new HistoryChecker();
  for (const line of lines) checker.push(line);
  return checker.finish();
}

/** The same for events that were never text; they need the order of `sortHistory`. */
export function checkEvents(events: Iterable<HistoryEvent>): HistoryOutcome {
  const checker = new HistoryChecker();
  for (const event of events) checker.pushEvent(event);
  return checker.finish();
}

/** The same for a file or standard input, in pieces of any size; histories can be longer than a string may be. */
export async function checkHistoryStream(
  chunks: AsyncIterable<Uint8Array | string>,
): Promise<HistoryOutcome> {
  const checker = new HistoryChecker();
  const decoder = new Utf8Decoder();
  let line = new LongLine();
  const finish = () => {
    const text = line.text();
    if (text === undefined) checker.pushTooLong();
    else checker.push(text);
    line = new LongLine();
  };
  for await (const chunk of chunks) {
    const text = typeof chunk === 'string' ? chunk : decoder.write(chunk);
    // Only the first line of a piece may have begun in the one before it, only the last may go on in the next.
    const [first = '', ...others] = text.split('\n');
    line.add(first);
    const last = others.pop();
    if (last === undefined) continue;
    finish();
    for (const whole of others) checker.push(whole);
    line.add(last);
  }
  line.add(decoder.end());
  finish();
  return checker.finish();
}

/** Histories are ASCII but for what clients call themselves, and ASCII needs no decoding. */
class Utf8Decoder {
  // Not TextDecoder, which takes three times as long.
  readonly #decoder = new StringDecoder('utf8');
  /** Whether a character may have been cut off at the end of the last piece. */
  #isCut = false;

  write(piece: Uint8Array): string {
    if (!this.#isCut && isAscii(piece))
      return Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1');
    this.#isCut = (piece.at(-1) ?? 0x80) > 0x7f;
    return this.#decoder.write(piece);
  }

  end(): string {
    return this.#decoder.end();
  }
}

/** A line that arrives in pieces, as long as a string may be. */
class LongLine {
  #pieces: string[] = [];
  #length = 0;

  add(piece: string): void {
    this.#length += piece.length;
    if (this.#length <= constants.MAX_STRING_LENGTH) this.#pieces.push(piece);
    else this.#pieces = [];
  }

  /** Undefined when no string can hold it. */
  text(): string | undefined {
    return this.#length <= constants.MAX_STRING_LENGTH ? this.#pieces.join('') : undefined;
  }
}
