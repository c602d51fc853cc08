/**
 * The p-quantile (R type 7) of the finite numbers among `values`, which stay as they are; NaN of none.
 *
 * @example quantile([4, 2, NaN, 1, 3], 0.5) // 2.5
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  return selectQuantile(finiteOf(values), p);
}

/**
 * The p-quantile (R type 7) of the finite numbers among `values` where that is more than `least`, else `least`: few of
 * many numbers need then be looked at for a high quantile. `least` of none.
 *
 * @example quantileFrom(2, [1, 1, 1, 3, 5], 0.75) // 3
 */
export function quantileFrom(least: number, values: ArrayLike<number>, p: number): number {
  const finite = finiteOf(values);
  const { length } = finite;
  if (length === 0) return least;
  const { below, fraction } = placeOf(length, p);
  let larger = 0;
  for (let index = 0; index < length; index++) if (finite[index] > least) larger++;
  // Both numbers that the quantile lies between are `least` or less.
  if (larger < length - below - 1) return least;
  if (larger < length - below) return Math.max(selectQuantile(finite, p), least);
  let place = 0;
  for (let index = 0; index < length; index++) {
    if (finite[index] > least) finite[place++] = finite[index];
  }
  return selectAt(finite.subarray(0, place), below - (length - larger), fraction);
}

/** Memory for what is selected from: to an entity there are hundreds of selections, each over in no time. */
let room = new Float64Array(4_096);

/** The finite numbers among `values`, copied to memory that the next copy is written to. */
export function finiteOf(values: ArrayLike<number>): Float64Array {
  if (room.length < values.length) room = new Float64Array(2 * values.length);
  const finite = room;
  let length = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    // The difference of a number that is not finite to itself is no number.
    if (value - value === 0) finite[length++] = value;
  }
  return finite.subarray(0, length);
}

/** The p-quantile (R type 7) of finite numbers in ascending order; NaN of none. */
export function sortedQuantile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return NaN;
  const { below, fraction } = placeOf(sorted.length, p);
  if (fraction === 0) return sorted[below];
  return sorted[below] + fraction * (sorted[below + 1] - sorted[below]);
}

/** The p-quantile (R type 7) of finite numbers without sorting them all; changes their order. */
export function selectQuantile(values: Float64Array, p: number): number {
  const { length } = values;
  if (length === 0) return NaN;
  const { below, fraction } = placeOf(length, p);
  return selectAt(values, below, fraction);
}

/** What lies at a fraction of the way from the number of rank `below` to the next one; changes the order of the numbers. */
function selectAt(values: Float64Array, below: number, fraction: number): number {
  selectInPlace(values, below);
  if (fraction === 0) return values[below];
  let next = Infinity;
  for (let index = below + 1; index < values.length; index++) next = Math.min(next, values[index]);
  return values[below] + fraction * (next - values[below]);
}

function placeOf(length: number, p: number): { below: number; fraction: number } {
  const position = Math.min(Math.max(p, 0), 1) * (length - 1);
  const below = Math.floor(position);
  return { below, fraction: position - below };
}

/** Hoare's quickselect: puts the number of rank `k` at place k, smaller ones before it, larger ones behind. */
function selectInPlace(values: Float64Array, k: number): void {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left] < pivot) left++;
      while (values[right] > pivot) right--;
      if (left <= right) {
        const swapped = values[left];
        values[left++] = values[right];
        values[right--] = swapped;
      }
    }
    if (k <= right) high = right;
    else if (k >= left) low = left;
    else return;
  }
}
