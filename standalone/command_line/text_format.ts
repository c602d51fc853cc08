/** A count with separators of thousands. */
export const formatCount = (count: number): string => count.toLocaleString('en-US');

/** Rows of a name and a value, the values in a column. */
export function formatRows(rows: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}\n`).join('');
}
