type TypedArray = Uint8Array | Int8Array | Uint16Array | Int32Array | Float32Array | Float64Array;

const PART_BYTES = 1024 * 1024;

/**
 * Appends numbers, strings and arrays. Little-endian, as every machine that Kibana runs on. It grows by parts: one buffer that doubles
 * would copy tens of megabytes at once.
 */
export class BinaryWriter {
  private readonly full: Uint8Array[] = [];
  private part = new Uint8Array(PART_BYTES);
  private length = 0;

  /** Writes the array's elements; their number is not written. */
  array(values: TypedArray): void {
    let source = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    while (source.length > PART_BYTES - this.length) {
      const room = PART_BYTES - this.length;
      this.part.set(source.subarray(0, room), this.length);
      this.full.push(this.part);
      this.part = new Uint8Array(PART_BYTES);
      this.length = 0;
      source = source.subarray(room);
    }
    this.part.set(source, this.length);
    this.length += source.length;
  }

  number(value: number): void {
    this.array(Float64Array.of(value));
  }

  text(value: string): void {
    const encoded = new TextEncoder().encode(value);
    this.number(encoded.length);
    this.array(encoded);
  }

  finish(): Uint8Array {
    const bytes = new Uint8Array(this.full.length * PART_BYTES + this.length);
    for (const [place, part] of this.full.entries()) bytes.set(part, place * PART_BYTES);
    bytes.set(this.part.subarray(0, this.length), this.full.length * PART_BYTES);
    return bytes;
  }
}

/** Reads what a `BinaryWriter` wrote, in the same order. */
export class BinaryReader {
  private position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** Fills the array. @throws RangeError when less is left. */
  array<T extends TypedArray>(into: T): T {
    const end = this.position + into.byteLength;
    if (end > this.bytes.length) {
      throw new RangeError(`The data ends at ${this.bytes.length} bytes, before byte ${end}.`);
    }
    const target = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
    target.set(this.bytes.subarray(this.position, end));
    this.position = end;
    return into;
  }

  number(): number {
    return this.array(new Float64Array(1))[0];
  }

  text(): string {
    return new TextDecoder().decode(this.array(new Uint8Array(this.number())));
  }
}
