const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Appends whole numbers in as few bytes as each needs (seven bits a byte, the lowest first), texts and 32-bit floats. */
export class VariableWriter {
  private buffer = new Uint8Array(4_096);
  private view = new DataView(this.buffer.buffer);
  private end = 0;

  /** Bytes written. */
  get length(): number {
    return this.end;
  }

  clear(): void {
    this.end = 0;
  }

  /** A whole number from 0 to 2^53. */
  whole(value: number): void {
    this.makeRoom(8);
    let left = value;
    while (left >= 128) {
      this.buffer[this.end++] = (left % 128) | 128;
      left = Math.floor(left / 128);
    }
    this.buffer[this.end++] = left;
  }

  float(value: number): void {
    this.makeRoom(4);
    this.view.setFloat32(this.end, value, true);
    this.end += 4;
  }

  text(value: string): void {
    const encoded = encoder.encode(value);
    this.whole(encoded.length);
    this.bytes(encoded);
  }

  bytes(values: Uint8Array): void {
    this.makeRoom(values.length);
    this.buffer.set(values, this.end);
    this.end += values.length;
  }

  /** What was written, until more is. */
  written(): Uint8Array {
    return this.buffer.subarray(0, this.end);
  }

  private makeRoom(size: number): void {
    if (this.end + size <= this.buffer.length) return;
    const grown = new Uint8Array(2 * (this.buffer.length + size));
    grown.set(this.buffer);
    this.buffer = grown;
    this.view = new DataView(grown.buffer);
  }
}

/** Reads what a `VariableWriter` wrote, in the same order. @throws RangeError where the bytes end too early */
export class VariableReader {
  private position = 0;
  private readonly view: DataView;

  constructor(private readonly buffer: Uint8Array) {
    this.view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  }

  /** Bytes that were not read yet. */
  get left(): number {
    return this.buffer.length - this.position;
  }

  whole(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      this.require(1);
      const byte = this.buffer[this.position++];
      if (byte < 128) return value + byte * factor;
      value += (byte - 128) * factor;
    }
  }

  float(): number {
    this.require(4);
    this.position += 4;
    return this.view.getFloat32(this.position - 4, true);
  }

  text(): string {
    return decoder.decode(this.bytes(this.whole()));
  }

  bytes(length: number): Uint8Array {
    this.require(length);
    this.position += length;
    return this.buffer.subarray(this.position - length, this.position);
  }

  private require(size: number): void {
    if (this.position + size > this.buffer.length) {
      throw new RangeError(
        `The data ends at ${this.buffer.length} bytes, where more was expected.`
      );
    }
  }
}
