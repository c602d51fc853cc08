type TypedArray = Uint8Array | Int8Array | Uint16Array | Int32Array | Float32Array | Float64Array;

const PART_BYTES = 1024 * 1024;
const SHARED_BYTES = 256 * 1024;

/**
 * Appends numbers, strings and arrays. Little-endian, as every machine that Kibana runs on. It grows by parts: one buffer that doubles
 * would copy tens of megabytes at once. Beside its parts it takes no memory outside the heap: each such piece can let the garbage
 * collector work for some milliseconds, and a model has hundreds of thousands of values.
 */
export class BinaryWriter {
  private readonly full: Uint8Array[] = [];
  private part = new Uint8Array(PART_BYTES);
  private length = 0;
  private readonly one = new Float64Array(1);
  private readonly oneInBytes = new Uint8Array(this.one.buffer);
  private readonly encoder = new TextEncoder();

  /** Writes the array's elements; their number is not written. */
  array(values: TypedArray): void {
    this.bytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  number(value: number): void {
    this.one[0] = value;
    this.bytes(this.oneInBytes);
  }

  text(value: string): void {
    const encoded = this.encoder.encode(value);
    this.number(encoded.length);
    this.bytes(encoded);
  }

  byte(value: number): void {
    if (this.length === PART_BYTES) this.nextPart();
    this.part[this.length++] = value;
  }

  finish(): Uint8Array {
    const bytes = new Uint8Array(this.full.length * PART_BYTES + this.length);
    for (const [place, part] of this.full.entries()) bytes.set(part, place * PART_BYTES);
    bytes.set(this.part.subarray(0, this.length), this.full.length * PART_BYTES);
    return bytes;
  }

  private bytes(values: Uint8Array): void {
    let source = values;
    while (source.length > PART_BYTES - this.length) {
      const room = PART_BYTES - this.length;
      this.part.set(source.subarray(0, room), this.length);
      this.nextPart();
      source = source.subarray(room);
    }
    this.part.set(source, this.length);
    this.length += source.length;
  }

  private nextPart(): void {
    this.full.push(this.part);
    this.part = new Uint8Array(PART_BYTES);
    this.length = 0;
  }
}

/** Reads what a `BinaryWriter` wrote, in the same order. */
export class BinaryReader {
  private position = 0;
  private readonly view: DataView;
  private readonly decoder = new TextDecoder();

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Fills the array. @throws RangeError when less is left. */
  array<T extends TypedArray>(into: T): T {
    const target = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
    target.set(this.taken(into.byteLength));
    return into;
  }

  number(): number {
    const start = this.position;
    this.taken(Float64Array.BYTES_PER_ELEMENT);
    return this.view.getFloat64(start, true);
  }

  text(): string {
    return this.decoder.decode(this.taken(this.number()));
  }

  byte(): number {
    return this.taken(1)[0];
  }

  private taken(length: number): Uint8Array {
    const end = this.position + length;
    if (end > this.bytes.length) {
      throw new RangeError(`The data ends at ${this.bytes.length} bytes, before byte ${end}.`);
    }
    const taken = this.bytes.subarray(this.position, end);
    this.position = end;
    return taken;
  }
}

/**
 * Memory for many small arrays that are used and left together. One by one, the arrays of a large model would be some hundred thousand
 * pieces of memory outside the heap, each of which costs the garbage collector time when it is taken and when it is freed.
 */
export class SharedMemory {
  private rest = new ArrayBuffer(0);
  private used = 0;

  float32(length: number): Float32Array {
    return new Float32Array(...this.room(length, Float32Array.BYTES_PER_ELEMENT));
  }

  uint16(length: number): Uint16Array {
    return new Uint16Array(...this.room(length, Uint16Array.BYTES_PER_ELEMENT));
  }

  uint8(length: number): Uint8Array {
    return new Uint8Array(...this.room(length, Uint8Array.BYTES_PER_ELEMENT));
  }

  private room(length: number, elementBytes: number): [ArrayBuffer, number, number] {
    const bytes = length * elementBytes;
    const start = Math.ceil(this.used / elementBytes) * elementBytes;
    if (start + bytes <= this.rest.byteLength) {
      this.used = start + bytes;
      return [this.rest, start, length];
    }
    this.rest = new ArrayBuffer(Math.max(bytes, SHARED_BYTES));
    this.used = bytes;
    return [this.rest, 0, length];
  }
}
