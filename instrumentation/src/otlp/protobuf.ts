/** How a field of a message is written. Source: Protocol Buffers documentation, "Encoding". */
type Kind = 'string' | 'double' | 'fixed64' | 'enum' | 'bool' | 'packed-double' | 'packed-fixed64' | Schema;

/** Fields by name: number and kind. A list of messages is a repeated field. */
interface Schema {
  readonly [field: string]: readonly [number: number, kind: Kind];
}

const attribute: Schema = { key: [1, 'string'], value: [2, { stringValue: [1, 'string'] }] };

const numberPoint: Schema = {
  attributes: [7, attribute],
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  asDouble: [4, 'double'],
};

const histogramPoint: Schema = {
  attributes: [9, attribute],
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double'],
  bucketCounts: [6, 'packed-fixed64'],
  explicitBounds: [7, 'packed-double'],
};

const metric: Schema = {
  name: [1, 'string'],
  description: [2, 'string'],
  gauge: [5, { dataPoints: [1, numberPoint] }],
  sum: [7, { dataPoints: [1, numberPoint], aggregationTemporality: [2, 'enum'], isMonotonic: [3, 'bool'] }],
  histogram: [9, { dataPoints: [1, histogramPoint], aggregationTemporality: [2, 'enum'] }],
};

/** ExportMetricsServiceRequest, as far as it is used. Source: opentelemetry-proto v1. */
export const metricsRequestSchema: Schema = {
  resourceMetrics: [
    1,
    {
      resource: [1, { attributes: [1, attribute] }],
      scopeMetrics: [2, { scope: [1, { name: [1, 'string'] }], metrics: [2, metric] }],
    },
  ],
};

const varintType = 0;
const fixed64Type = 1;
const lengthDelimitedType = 2;

const texts = new TextEncoder();

/** A growing buffer: one for a whole message, because nested ones are written in place and their length put before them. */
class Writer {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  length = 0;

  #reserve(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + more));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  tag(number: number, type: number): void {
    this.varint(number * 8 + type);
  }

  varint(value: number): void {
    this.#reserve(5);
    let left = value;
    while (left >= 0x80) {
      this.#bytes[this.length++] = (left & 0x7f) | 0x80;
      left >>>= 7;
    }
    this.#bytes[this.length++] = left;
  }

  double(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  fixed64(value: string): void {
    this.#reserve(8);
    this.#view.setBigUint64(this.length, BigInt(value), true);
    this.length += 8;
  }

  text(value: string): void {
    // At most three bytes for each UTF-16 unit.
    this.#reserve(value.length * 3 + 5);
    this.nested(() => {
      const { written } = texts.encodeInto(value, this.#bytes.subarray(this.length));
      this.length += written;
    });
  }

  /** Whatever `write` writes, behind its length. */
  nested(write: () => void): void {
    const start = this.length;
    // Most messages are shorter than 128 bytes, whose length takes one; longer ones are moved.
    this.#reserve(1);
    this.length += 1;
    write();
    const size = this.length - start - 1;
    const sizeBytes = size < 0x80 ? 1 : Math.floor(Math.log2(size) / 7) + 1;
    this.#reserve(sizeBytes);
    this.#bytes.copyWithin(start + sizeBytes, start + 1, start + 1 + size);
    this.length = start;
    this.varint(size);
    this.length += size;
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.length);
  }
}

/** Writes an object as the message that the schema describes. */
export function encodeProtobuf(schema: Schema, message: object): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  writeMessage(writer, schema, message);
  return writer.finish();
}

function writeMessage(writer: Writer, schema: Schema, message: object): void {
  for (const [field, value] of Object.entries(message)) {
    const known = schema[field];
    if (known && value !== undefined) writeField(writer, known[0], known[1], value);
  }
}

function writeField(writer: Writer, number: number, kind: Kind, value: unknown): void {
  if (typeof kind === 'object') {
    for (const one of Array.isArray(value) ? value : [value]) {
      writer.tag(number, lengthDelimitedType);
      writer.nested(() => writeMessage(writer, kind, one as object));
    }
    return;
  }
  writers[kind](writer, number, value as never);
}

const writers = {
  string: (writer, number, value: string) => {
    writer.tag(number, lengthDelimitedType);
    writer.text(value);
  },
  double: (writer, number, value: number) => {
    writer.tag(number, fixed64Type);
    writer.double(value);
  },
  fixed64: (writer, number, value: string) => {
    writer.tag(number, fixed64Type);
    writer.fixed64(value);
  },
  enum: (writer, number, value: number) => {
    writer.tag(number, varintType);
    writer.varint(value);
  },
  bool: (writer, number, value: boolean) => {
    writer.tag(number, varintType);
    writer.varint(value ? 1 : 0);
  },
  'packed-double': (writer, number, values: readonly number[]) => {
    writer.tag(number, lengthDelimitedType);
    writer.nested(() => {
      for (const value of values) writer.double(value);
    });
  },
  'packed-fixed64': (writer, number, values: readonly string[]) => {
    writer.tag(number, lengthDelimitedType);
    writer.nested(() => {
      for (const value of values) writer.fixed64(value);
    });
  },
} satisfies Record<Exclude<Kind, Schema>, (writer: Writer, number: number, value: never) => void>;
