import type { OkEvent } from './history-event.js';

/** A text without escapes; a time and an epoch as `JSON.stringify` writes them. */
const text = String.raw`"([^"\\\u0000-\u001f]+)"`;
const time = String.raw`(-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?)`;
const whole = String.raw`(0|[1-9]\d{0,14})`;
const position = `([0-9A-F]{1,8}/[0-9A-F]{1,8})`;
const receipt = `,"wal":\\{"timeline":${whole},"lsn":"${position}","xid":${text}\\}`;
const acknowledgement = new RegExp(
  `^\\{"t":${time},"op":"ok","id":${text},"epoch":${whole},"region":${text}(?:${receipt})?\\}$`,
);

type Found = [string, string, string, string, string, string?, string?, string?];

/**
 * Reads an acknowledgement that is written without escapes and in the usual order, as half of all lines are; undefined for any
 * other, which the JSON parser has to judge. Its texts are parts of the line: whoever kept one would keep the line, and the
 * piece of the file that the line is a part of.
 */
export function plainOk(line: string): OkEvent | undefined {
  const found = acknowledgement.exec(line);
  if (found === null) return undefined;
  const [, t, id, epoch, region, timeline, lsn, xid] = found as unknown as Found;
  const plain = { t: Number(t), op: 'ok', id, epoch: Number(epoch), region } as const;
  if (timeline === undefined || lsn === undefined || xid === undefined) return plain;
  return { ...plain, wal: { timeline: Number(timeline), lsn, xid } };
}
