/**
 * Numbers of baselines in 16 bits each. A model holds the codes themselves, in memory as on disk, so that a
 * loaded model scores identically.
 */
export interface Quantiser {
  encode(values: ArrayLike<number>): Uint16Array;
  decode(codes: Uint16Array): Float64Array;
}

const MISSING = 65_535;

const quantiser = (
  toUnit: (value: number) => number,
  fromUnit: (unit: number) => number
): Quantiser => ({
  encode: (values) =>
    Uint16Array.from(values, (value) =>
      Number.isNaN(value)
        ? MISSING
        : Math.round(Math.min(Math.max(toUnit(value), 0), 1) * (MISSING - 1))
    ),
  decode: (codes) => {
    const values = new Float64Array(codes.length);
    for (let index = 0; index < values.length; index++) {
      const code = codes[index];
      values[index] = code === MISSING ? NaN : fromUnit(code / (MISSING - 1));
    }
    return values;
  },
});

/** ln of 10 million, the largest count per bucket that is told apart. */
const LARGEST_LOG_COUNT = Math.log(1e7);
/** Counts from 0 to 10 million, to 0.03 %. */
export const counts = quantiser(
  (value) => Math.log1p(value) / LARGEST_LOG_COUNT,
  (unit) => Math.expm1(unit * LARGEST_LOG_COUNT)
);

/** Shares of 1, finest near 0. */
export const shares = quantiser(Math.sqrt, (unit) => unit * unit);

const LOWEST_LOG_LATENCY = Math.log(0.01);
const LOG_LATENCY_RANGE = Math.log(1e8) - LOWEST_LOG_LATENCY;
/** Natural logarithms of latencies from 0.01 ms to 28 hours, to 0.04 %. */
export const logLatencies = quantiser(
  (value) => (value - LOWEST_LOG_LATENCY) / LOG_LATENCY_RANGE,
  (unit) => LOWEST_LOG_LATENCY + unit * LOG_LATENCY_RANGE
);
