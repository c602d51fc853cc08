type TypedArray = Uint8Array | Int8Array | Uint16Array | Int32Array | Float32Array | Float64Array;

/** Appends numbers, strings and arrays to a buffer that grows. Little-endian, as every machine that Kibana runs on. */
export class BinaryWriter {
  private bytes = new Uint8Array(64 * 1024);
  private length = 0;

  /** Writes the array's elements; their number is not written. */
  array(values: TypedArray): void {
    const source = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    if (this.length + source.length > this.bytes.length) {
      const grown = new Uint8Array(2 * (this.length + source.length));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    this.bytes.set(source, this.length);
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
    return this.bytes.slice(0, this.length);
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
