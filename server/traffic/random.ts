/** The finaliser of MurmurHash3 (Austin Appleby): every bit of `value` changes about half of the 32 bits. */
function scramble(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A 32-bit number that stands for all of `keys`. */
export function hashOf(...keys: (string | number)[]): number {
  let hash = 0x9e3779b9;
  for (const key of keys) {
    const text = String(key);
    for (let index = 0; index < text.length; index++) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
    hash = scramble(hash ^ text.length);
  }
  return hash;
}

/** Exact sampling costs as many draws as events; above this mean it is done in parts. */
const LARGEST_POISSON_PART = 30;

/**
 * A seeded source of random numbers: sfc32 (Chris Doty-Humphrey, PractRand), 128 bits of state. The same keys give the
 * same numbers, other keys give independent ones.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(...keys: (string | number)[]) {
    const hash = hashOf(...keys);
    this.a = scramble(hash + 1);
    this.b = scramble(hash + 2);
    this.c = scramble(hash + 3);
    // The author's advice: the first numbers still show the seed.
    for (let round = 0; round < 12; round++) this.uniform();
  }

  /** From 0 up to, not including, 1. */
  uniform(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number {
    return Math.floor(this.uniform() * end);
  }

  /** Of the standard normal distribution (Box and Muller 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** How many events there are where `mean` are expected (Knuth, The Art of Computer Programming, 3.4.1). */
  poisson(mean: number): number {
    let count = 0;
    for (let left = mean; left > 0; left -= LARGEST_POISSON_PART) {
      const limit = Math.exp(-Math.min(left, LARGEST_POISSON_PART));
      for (let product = this.uniform(); product > limit; product *= this.uniform()) count++;
    }
    return count;
  }

  /** One of `items`, each as likely as its weight says. */
  weighted<T extends { weight: number }>(items: readonly T[]): T {
    const total = items.reduce((sum, { weight }) => sum + weight, 0);
    let left = this.uniform() * total;
    return items.find(({ weight }) => (left -= weight) < 0) ?? items[items.length - 1];
  }

  /** `items` in another order. */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let index = result.length - 1; index > 0; index--) {
      const other = this.below(index + 1);
      [result[index], result[other]] = [result[other], result[index]];
    }
    return result;
  }
}
